using System.Diagnostics;
using System.Globalization;

namespace ContainerKit.Engine.Tests.Consoles;

/// <summary>
/// A pseudo-terminal with a shell in it: a tmux session on a separate tmux server. In that shell, <c>run</c> is a script that starts
/// the command under test, so that two commands can be compared screen by screen.
/// </summary>
internal sealed class Tmux : IAsyncDisposable
{
    /// <summary>The prompt of the host's shell.</summary>
    public const string Prompt = "host> ";

    private readonly string _server = $"ck-{Guid.NewGuid():N}";
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-console-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Returns the path of a file in the working directory of the session.</summary>
    public string File(string name) => Path.Combine(_folder, name);

    public static async Task<Tmux> StartAsync(string run)
    {
        RequireTmux();
        var tmux = new Tmux();
        var script = tmux.File("run");
        await System.IO.File.WriteAllTextAsync(script, $"#!/bin/sh\necho $$ > {tmux.File("pid")}\nexec {run} \"$@\"\n", Token);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await tmux.RunTmuxAsync("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", tmux._folder,
            $"env PS1='{Prompt}' ENV= PATH={tmux._folder}:$PATH sh");
        await tmux.ShowsAsync(Prompt);
        return tmux;
    }

    /// <summary>Returns the command that runs samples/Shell, built in the same configuration as the tests.</summary>
    public static string Shell()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (folder.Name, folder.Parent!.Name);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "ContainerKit.sln"))) folder = folder.Parent!;
        return "dotnet " + Path.Combine(folder.FullName, "samples", "Shell", "bin", configuration, framework, "Shell.dll");
    }

    /// <summary>Types a line and Enter.</summary>
    public async Task LineAsync(string text)
    {
        await RunTmuxAsync("send-keys", "-l", text);
        await KeysAsync("Enter");
    }

    /// <summary>Sends keys by their tmux names, such as <c>C-c</c> and <c>Up</c>.</summary>
    public Task KeysAsync(params string[] keys) => RunTmuxAsync(["send-keys", .. keys]);

    public Task ResizeAsync(int columns, int rows) =>
        RunTmuxAsync("resize-window", "-x", columns.ToString(CultureInfo.InvariantCulture), "-y",
            rows.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns the text of the screen without trailing empty lines.</summary>
    public async Task<string> ScreenAsync() => (await RunTmuxAsync("capture-pane", "-p")).TrimEnd();

    /// <summary>Returns the text of the screen with its colors as escape sequences.</summary>
    public async Task<string> ScreenWithColorsAsync() => (await RunTmuxAsync("capture-pane", "-p", "-e")).TrimEnd();

    /// <summary>Polls the screen until the condition is met, at most for half a minute.</summary>
    /// <exception cref="TimeoutException">The condition was not met. The message has the screen.</exception>
    public async Task<string> ShowsAsync(Func<string, bool> condition)
    {
        var screen = "";
        // Shorter than the timeout of a test, whose message would not have the screen.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            while (!condition(screen = await ScreenAsync())) await Task.Delay(30, limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("The screen did not reach the expected state. Its last content:\n" + screen, e);
        }

        return screen;
    }

    /// <summary>Polls the screen until it ends with a text.</summary>
    public Task<string> ShowsAsync(string end) => ShowsAsync(screen => screen.EndsWith(end.TrimEnd(), StringComparison.Ordinal));

    /// <summary>Runs a command in the host's shell and waits until it has finished.</summary>
    public async Task<string> HostAsync(string command)
    {
        await KeysAsync("C-l");
        await LineAsync(command + "; echo done=$?");
        var screen = await ShowsAsync(text => text.Split('\n').Any(line => line.StartsWith("done=", StringComparison.Ordinal)));
        await ShowsAsync(Prompt);
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        using var process = Process.Start("tmux", ["-L", _server, "kill-server"]);
        await process.WaitForExitAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> RunTmuxAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-L", _server, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment.Remove("TMUX");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {error}");
    }

    // eng/up.sh sets CONTAINERKIT_REGISTRY and installs tmux. Without that script the tests are skipped if tmux is missing.
    private static void RequireTmux()
    {
        var isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(folder => System.IO.File.Exists(Path.Combine(folder, "tmux")));
        if (!isInstalled && Environment.GetEnvironmentVariable("CONTAINERKIT_REGISTRY") is { Length: > 0 })
            Assert.Fail("tmux is not installed; eng/up.sh installs it.");
        Assert.SkipUnless(isInstalled, "tmux, which this test uses as its terminal, is not installed.");
    }
}
