using System.Diagnostics;
using System.Globalization;

namespace ContainerKit.Engine.Tests.Consoles;

/// <summary>
/// A real pseudo-terminal with a shell in it, where a person types and looks: tmux, on a server of its own. The word <c>run</c> stands for the
/// command under test, so that two commands can be compared screen by screen.
/// </summary>
internal sealed class Tmux : IAsyncDisposable
{
    /// <summary>What the shell writes when it waits for a command.</summary>
    public const string Prompt = "host> ";

    private readonly string _server = $"ck-{Guid.NewGuid():N}";
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-console-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A file of the session's own.</summary>
    public string File(string name) => Path.Combine(_folder, name);

    public static async Task<Tmux> StartAsync(string run)
    {
        RequireTmux();
        var tmux = new Tmux();
        var script = tmux.File("run");
        await System.IO.File.WriteAllTextAsync(script, $"#!/bin/sh\necho $$ > {tmux.File("pid")}\nexec {run} \"$@\"\n", Token);
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await tmux.AskAsync("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", tmux._folder, $"env PS1='{Prompt}' ENV= PATH={tmux._folder}:$PATH sh");
        await tmux.ShowsAsync(Prompt);
        return tmux;
    }

    /// <summary>The command that runs samples/Shell, which the build has put beside this one.</summary>
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
        await AskAsync("send-keys", "-l", text);
        await KeysAsync("Enter");
    }

    /// <summary>Presses keys by tmux's names, such as <c>C-c</c> and <c>Up</c>.</summary>
    public Task KeysAsync(params string[] keys) => AskAsync(["send-keys", .. keys]);

    public Task ResizeAsync(int columns, int rows) =>
        AskAsync("resize-window", "-x", columns.ToString(CultureInfo.InvariantCulture), "-y", rows.ToString(CultureInfo.InvariantCulture));

    /// <summary>The screen's text, as a person sees it; trailing empty lines are left out.</summary>
    public async Task<string> ScreenAsync() => (await AskAsync("capture-pane", "-p")).TrimEnd();

    /// <summary>The same with its colours, as escape sequences.</summary>
    public async Task<string> ColoursAsync() => (await AskAsync("capture-pane", "-p", "-e")).TrimEnd();

    /// <summary>Looks until the screen shows what is meant; the test's time limit bounds it.</summary>
    public async Task<string> ShowsAsync(Func<string, bool> isMeant)
    {
        var screen = "";
        try
        {
            while (!isMeant(screen = await ScreenAsync())) await Task.Delay(30, Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("The screen never showed what the test waits for. It shows:\n" + screen, e);
        }

        return screen;
    }

    /// <summary>Looks until the screen ends with a text.</summary>
    public Task<string> ShowsAsync(string end) => ShowsAsync(screen => screen.EndsWith(end.TrimEnd(), StringComparison.Ordinal));

    /// <summary>Runs a command of the host's shell, and waits until it is done.</summary>
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

    private async Task<string> AskAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-L", _server, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment.Remove("TMUX");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {error}");
    }

    // A machine without it is a laptop: where scripts have promised an engine, they have brought tmux as well.
    private static void RequireTmux()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => System.IO.File.Exists(Path.Combine(folder, "tmux")));
        if (!isThere && Environment.GetEnvironmentVariable("CONTAINERKIT_REGISTRY") is { Length: > 0 }) Assert.Fail("tmux is not installed; eng/up.sh brings it.");
        Assert.SkipUnless(isThere, "tmux, the terminal of this test, is not installed.");
    }
}
