using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using ContainerKit.Sessions;
using ContainerKit.Testing.Sessions;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>A process that makes things under a session and is ended in one way or another, and what it tells.</summary>
internal sealed class CrashTestApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _said = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private string? _session;
    private (int Pid, long Start)? _watchdog;

    private CrashTestApp(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync(Token);
    }

    public int Pid => _process.Id;

    /// <summary>Its label, as a filter.</summary>
    public string Session => _session ?? throw new InvalidOperationException("It has not told its session.");

    /// <summary>The images that are not to be kept.</summary>
    public List<string> Images { get; } = [];

    /// <summary>The exit code; known once it has ended.</summary>
    public int ExitCode { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="launcher">What to start it with, such as a shell that gives it handles to inherit.</param>
    public static CrashTestApp Start(string how, IReadOnlyDictionary<string, string>? environment = null, params string[] launcher)
    {
        string[] command = [.. launcher, Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ContainerKit.CrashTestApp.exe" : "ContainerKit.CrashTestApp"), how];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("CONTAINERKIT_KEEP");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new CrashTestApp(Process.Start(start)!);
    }

    /// <summary>Starts one, and waits until it has made one of each and has a watchdog.</summary>
    public static async Task<CrashTestApp> StartAndWaitAsync(string how, IReadOnlyDictionary<string, string>? environment = null, params string[] launcher)
    {
        var victim = Start(how, environment, launcher);
        await victim.HasMadeAsync();
        await victim.WatchdogAsync();
        return victim;
    }

    /// <summary>Waits until it has a session, and begins to make something.</summary>
    public Task IsProtectedAsync() => LineAsync("protected");

    /// <summary>Waits until it says that it has made something.</summary>
    public Task HasMadeAsync() => LineAsync("made");

    /// <summary>Waits until its watchdog stands on its own feet.</summary>
    /// <returns>The watchdog's pid.</returns>
    public async Task<int> WatchdogAsync()
    {
        if (_watchdog is null) await LineAsync("watchdog");
        return _watchdog!.Value.Pid;
    }

    /// <summary>Kills it, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <param name="group">Whether the signal goes to its process group, which it leads, as Ctrl-C in a terminal does.</param>
    public async Task SignalAsync(string signal, bool group = false)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {(group ? "-" : "")}{_process.Id}"]);
        await kill.WaitForExitAsync(Token);
    }

    /// <summary>Lets one that waits end by itself.</summary>
    /// <inheritdoc cref="EndAsync"/>
    public Task<string> FinishAsync()
    {
        _process.StandardInput.Close();
        return EndAsync();
    }

    /// <summary>Waits until it has ended, and nobody holds its outputs open any more.</summary>
    /// <returns>What it wrote to standard error.</returns>
    public async Task<string> EndAsync()
    {
        await _process.WaitForExitAsync(Token);
        ExitCode = _process.ExitCode;
        await _reading;
        return await _errors;
    }

    public bool HasWatchdog() => _watchdog is { } dog && RunningProcess.MayExist(dog.Pid, dog.Start);

    /// <summary>Waits until its watchdog has ended too, which is when it has looked for the last time.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync()
    {
        while (HasWatchdog()) await Task.Delay(50, Token);
        return await NowLeftAsync();
    }

    /// <summary>What the engine holds of it at this moment, by the docker command's word.</summary>
    public async Task<IReadOnlyList<string>> NowLeftAsync()
    {
        var left = (await DisposeProbe.FindAsync(Session, Token)).Select(thing => thing.ToString()).ToList();
        foreach (var image in Images)
        {
            if (await DisposeProbe.ImageIdAsync(image, Token) is not null) left.Add("image " + image);
        }

        return left;
    }

    /// <summary>Removes what is still there, whatever the test showed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (_session is null) return;
        foreach (var thing in await DisposeProbe.FindAsync(_session, CancellationToken.None)) await DisposeProbe.RemoveAsync(thing, CancellationToken.None);
        foreach (var image in Images) await DisposeProbe.RemoveAsync(new Leftover("image", image), CancellationToken.None);
    }

    /// <summary>How often it has said this; once it has ended.</summary>
    public int Said(string word) => _said.Count(said => said == word);

    /// <summary>Waits until it says this.</summary>
    public async Task LineAsync(string word)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(Token))
        {
            if (line == word) return;
        }

        throw new InvalidOperationException($"The victim ended with {_process.ExitCode} before it said '{word}': {await _errors}");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            var words = line.Split(' ', 2);
            if (words[0] == "session") _session = words[1];
            if (words[0] == "image") Images.Add(words[1]);
            if (words[0] == "watchdog") _watchdog = (int.Parse(words[1], CultureInfo.InvariantCulture), ProcessStartTime.Of(int.Parse(words[1], CultureInfo.InvariantCulture)) ?? 0);
            _said.Add(words[0]);
            _lines.Writer.TryWrite(words[0]);
        }

        _lines.Writer.Complete();
    }
}
