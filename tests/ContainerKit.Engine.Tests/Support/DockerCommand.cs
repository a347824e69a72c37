using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>The docker command: a witness of what the engine holds that shares no line with the library.</summary>
internal static class DockerCommand
{
    /// <summary>Runs it, and gives what it wrote to standard output, trimmed.</summary>
    public static async Task<string> AskAsync(params string[] arguments)
    {
        var (exitCode, stdout, stderr) = await TryAsync(arguments);
        exitCode.Should().Be(0, "docker {0} says {1}", string.Join(' ', arguments), stderr);
        return stdout.Trim();
    }

    public static async Task<(int ExitCode, string Stdout, string Stderr)> TryAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        var stdout = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var stderr = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await stdout, await stderr);
    }

    /// <summary>A container's, image's or volume's description.</summary>
    public static async Task<JsonElement> InspectAsync(string what)
    {
        using var json = JsonDocument.Parse(await AskAsync("inspect", what));
        return json.RootElement[0].Clone();
    }

    public static async Task<bool> ExistsAsync(string what) => (await TryAsync("inspect", what)).ExitCode == 0;

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            Assert.Skip($"The docker command, the witness of this test, is not installed: {e.Message}");
            throw;
        }
    }
}
