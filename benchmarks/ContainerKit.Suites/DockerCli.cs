using System.Diagnostics;

namespace ContainerKit.Suites;

/// <summary>Asks the docker command, the witness that belongs to neither library.</summary>
internal static class DockerCli
{
    /// <summary>Runs it, and gives what it wrote to standard output, trimmed.</summary>
    public static async Task<string> AskAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim()
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)} ended with exit code {process.ExitCode}: {await errors}");
    }

    /// <summary>The lines of what it wrote.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(params string[] arguments) =>
        (await AskAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
