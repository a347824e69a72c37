using System.Globalization;
using System.Text;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Reads the arguments of all processes of this machine every 20 milliseconds, with those of containers if the engine runs on it. A
/// process that ends sooner may be missed. Linux only.
/// </summary>
internal sealed class ProcessSampler : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    // A new process has the arguments of its parent until it executes its program.
    private static readonly TimeSpan _youth = TimeSpan.FromMilliseconds(200);

    private static readonly SemaphoreSlim _turn = new(1, 1);

    private readonly Dictionary<int, DateTime> _knownSince = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Action<string> _check;
    private readonly Thread _thread;

    public ProcessSampler(Action<string> check)
    {
        _check = check;
        _thread = new Thread(Run) { IsBackground = true, Name = nameof(ProcessSampler) };
        if (OperatingSystem.IsLinux()) _thread.Start();
    }

    /// <summary>Pauses all samplers, which allocate memory for each process of this machine, until the result is disposed.</summary>
    public static async Task<IDisposable> PauseAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Pause();
    }

    public void Dispose()
    {
        _stop.Set();
        if (OperatingSystem.IsLinux()) _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        do
        {
            _turn.Wait();
            try
            {
                CheckAll();
            }
            finally
            {
                _turn.Release();
            }
        }
        while (!_stop.Wait(_interval));
    }

    private void CheckAll()
    {
        var now = DateTime.UtcNow;
        var running = new HashSet<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            running.Add(id);
            if (_knownSince.TryAdd(id, now) || now - _knownSince[id] < _youth) Check($"/proc/{id}/cmdline");
        }

        foreach (var ended in _knownSince.Keys.Where(id => !running.Contains(id)).ToList()) _knownSince.Remove(ended);
    }

    private void Check(string file)
    {
        // Reading throws if the process has ended, and File.Exists is cheaper than the exception.
        if (!File.Exists(file)) return;
        try
        {
            _check(Encoding.UTF8.GetString(File.ReadAllBytes(file)).Replace('\0', ' '));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or belongs to another user.
        }
    }

    private sealed class Pause : IDisposable
    {
        public void Dispose() => _turn.Release();
    }
}
