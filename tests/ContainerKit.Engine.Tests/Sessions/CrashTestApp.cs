using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>A running tests/ContainerKit.CrashTestApp, which creates resources in a session, and its output.</summary>
internal sealed class CrashTestApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _keywords = [];
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

    /// <summary>The session label of the process, as a filter.</summary>
    public string SessionLabel => _session ?? throw new InvalidOperationException("The app has not written its session label yet.");

    /// <summary>The images that the session removes on exit.</summary>
    public List<string> Images { get; } = [];

    /// <summary>The exit code; valid after <see cref="WaitForExitAsync"/>.</summary>
    public int ExitCode { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the app.</summary>
    /// <param name="mode">The first argument of the app.</param>
    /// <param name="environment">Additional environment variables.</param>
    /// <param name="launcher">A command that starts the app, such as a shell that passes it file handles.</param>
    public static CrashTestApp Start(string mode, IReadOnlyDictionary<string, string>? environment = null, params string[] launcher)
    {
        string[] command = [.. launcher,
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ContainerKit.CrashTestApp.exe"
            : "ContainerKit.CrashTestApp"), mode];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("CONTAINERKIT_KEEP");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new CrashTestApp(Process.Start(start)!);
    }

    /// <summary>Starts the app and waits until it has created one resource of each kind and has a watchdog.</summary>
    public static async Task<CrashTestApp> StartAndWaitAsync(
        string mode, IReadOnlyDictionary<string, string>? environment = null, params string[] launcher)
    {
        var app = Start(mode, environment, launcher);
        await app.WaitUntilCreatedAsync();
        await app.WaitForWatchdogAsync();
        return app;
    }

    /// <summary>Waits until the app has a session, before it creates its first resource.</summary>
    public Task WaitUntilTrackedAsync() => WaitForLineAsync("tracked");

    /// <summary>Waits until the app reports that it has created resources.</summary>
    public Task WaitUntilCreatedAsync() => WaitForLineAsync("created");

    /// <summary>Waits until the watchdog of the app runs.</summary>
    /// <returns>The process id of the watchdog.</returns>
    public async Task<int> WaitForWatchdogAsync()
    {
        if (_watchdog is null) await WaitForLineAsync("watchdog");
        return _watchdog!.Value.Pid;
    }

    /// <summary>Kills the app with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>Sends a signal to the app.</summary>
    /// <param name="signal">The name of the signal without SIG.</param>
    /// <param name="group">Sends the signal to the process group that the app leads, as Ctrl-C in a terminal does.</param>
    public async Task SignalAsync(string signal, bool group = false)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {(group ? "-" : "")}{_process.Id}"]);
        await kill.WaitForExitAsync(Token);
    }

    /// <summary>Closes the standard input, which ends an app in the mode <c>wait</c>, and waits for its exit.</summary>
    /// <returns>The standard error of the app.</returns>
    public Task<string> CloseInputAndWaitForExitAsync()
    {
        _process.StandardInput.Close();
        return WaitForExitAsync();
    }

    /// <summary>Waits until the app has exited and no process holds its outputs open.</summary>
    /// <returns>The standard error of the app.</returns>
    public async Task<string> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(Token);
        ExitCode = _process.ExitCode;
        await _reading;
        return await _errors;
    }

    public bool IsWatchdogRunning() => _watchdog is { } watchdog && RunningProcess.MayExist(watchdog.Pid, watchdog.Start);

    /// <summary>Returns the remaining resources of the app after its watchdog has exited.</summary>
    public async Task<IReadOnlyList<string>> GetFinalLeftoversAsync()
    {
        while (IsWatchdogRunning()) await Task.Delay(50, Token);
        return await GetCurrentLeftoversAsync();
    }

    /// <summary>Returns the resources of the app that exist now, as listed by the Docker CLI.</summary>
    public async Task<IReadOnlyList<string>> GetCurrentLeftoversAsync()
    {
        var left = (await DisposeProbe.FindAsync(SessionLabel, Token)).Select(leftover => leftover.ToString()).ToList();
        foreach (var image in Images)
        {
            if (await DisposeProbe.ImageIdAsync(image, Token) is not null) left.Add("image " + image);
        }

        return left;
    }

    /// <summary>Kills the app and removes its remaining resources.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (_session is null) return;
        foreach (var leftover in await DisposeProbe.FindAsync(_session, CancellationToken.None))
            await DisposeProbe.RemoveAsync(leftover, CancellationToken.None);
        foreach (var image in Images) await DisposeProbe.RemoveAsync(new Leftover("image", image), CancellationToken.None);
    }

    /// <summary>Returns the number of lines that began with a keyword; complete after <see cref="WaitForExitAsync"/>.</summary>
    public int CountLines(string keyword) => _keywords.Count(found => found == keyword);

    /// <summary>Waits until the app writes a line that begins with a keyword.</summary>
    public async Task WaitForLineAsync(string keyword)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(Token))
        {
            if (line == keyword) return;
        }

        throw new InvalidOperationException($"The app exited with {_process.ExitCode} before it wrote '{keyword}': {await _errors}");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            var words = line.Split(' ', 2);
            if (words[0] == "session") _session = words[1];
            if (words[0] == "image") Images.Add(words[1]);
            if (words[0] == "watchdog")
            {
                var pid = int.Parse(words[1], CultureInfo.InvariantCulture);
                _watchdog = (pid, ProcessStartTime.Get(pid) ?? 0);
            }

            _keywords.Add(words[0]);
            _lines.Writer.TryWrite(words[0]);
        }

        _lines.Writer.Complete();
    }
}
