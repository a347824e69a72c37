using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Looks for secrets where none may be: in log lines of all levels, in exceptions, in process arguments, in the events
/// and labels of an engine, and in files.
/// </summary>
internal sealed class SecretWatch : IAsyncDisposable
{
    private const int MaximumSightings = 50;
    private const long MaximumFileSize = 4 << 20;

    [ThreadStatic]
    private static bool _isChecking;

    private readonly SecretScanner _scanner;
    private readonly ConcurrentDictionary<string, string> _sightings = [];
    private readonly ProcessSampler _processes;
    private EngineLabelReader? _labels;

    public SecretWatch(IReadOnlyDictionary<string, string> secrets)
    {
        _scanner = new SecretScanner(secrets);
        LoggerFactory = new WatchedLoggerFactory(this);
        AppDomain.CurrentDomain.FirstChanceException += OnException;
        _processes = new ProcessSampler(arguments => Check("process arguments", arguments));
    }

    /// <summary>A factory of loggers that check each line, its values and its exception.</summary>
    public WatchedLoggerFactory LoggerFactory { get; }

    /// <summary>The places where a secret was seen, with its name and its surroundings.</summary>
    public IReadOnlyList<string> Sightings => [.. _sightings.Select(sighting => sighting.Key + " (" + sighting.Value + ")").Order()];

    /// <summary>Checks the events of an engine from now on, and the labels of all resources that are created on it.</summary>
    public async Task WatchAsync(DockerEngine engine) =>
        _labels = await EngineLabelReader.StartAsync(engine, Check);

    /// <summary>Records a sighting if the text contains a secret.</summary>
    public void Check(string place, string? text)
    {
        if (text is null || _scanner.Find(text) is not { } found || _sightings.Count >= MaximumSightings) return;
        _sightings.TryAdd($"{place}: {found}", TestContext.Current.Test?.TestDisplayName ?? "no test");
    }

    /// <summary>Checks the contents and the names of the files of a folder, if it exists.</summary>
    public void CheckFolder(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            MaxRecursionDepth = 10,
        };
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", options)) CheckFile(file);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process removed the folder.
        }
    }

    /// <summary>Checks the content and the name of a file.</summary>
    public void CheckFile(FileInfo file)
    {
        Check("file name", file.FullName);
        try
        {
            // Pipes and sockets have no length, and opening a pipe would wait for its other end.
            if (file is { Length: > 0 and <= MaximumFileSize })
                Check($"file {file.FullName}", Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process removed the file, or it belongs to another user.
        }
    }

    /// <summary>Checks everything that was started until now, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_labels is not null) await _labels.DisposeAsync();
        _processes.Dispose();
        AppDomain.CurrentDomain.FirstChanceException -= OnException;
    }

    private void OnException(object? sender, FirstChanceExceptionEventArgs e)
    {
        // ToString of an exception may throw.
        if (_isChecking) return;
        _isChecking = true;
        try
        {
            Check(e.Exception.GetType().Name, e.Exception.ToString());
            if (e.Exception is ContainerKitException)
            {
                foreach (var property in e.Exception.GetType().GetProperties().Where(property => property.PropertyType == typeof(string)))
                    Check($"{e.Exception.GetType().Name}.{property.Name}", (string?)property.GetValue(e.Exception));
            }
        }
        finally
        {
            _isChecking = false;
        }
    }
}
