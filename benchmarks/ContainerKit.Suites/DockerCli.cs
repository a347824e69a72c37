using System.Diagnostics;

namespace ContainerKit.Suites;

/// <summary>Runs the Docker CLI, which is independent of both libraries.</summary>
internal static class DockerCli
{
    /// <summary>Runs the Docker CLI and returns its trimmed standard output.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var info = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException(
                $"docker {string.Join(' ', arguments)} failed with exit code {process.ExitCode}: {await errors}");
    }

    /// <summary>Runs the Docker CLI and returns the lines of its standard output.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(params string[] arguments) =>
        (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
