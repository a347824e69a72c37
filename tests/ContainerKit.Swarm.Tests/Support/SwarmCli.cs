using System.Diagnostics;

namespace ContainerKit.Swarm.Tests.Support;

/// <summary>Runs the Docker CLI on a node. It is the witness for the state of the swarm.</summary>
internal static class SwarmCli
{
    /// <summary>Runs a command on the first node, and returns its trimmed standard output.</summary>
    public static Task<string> GetOutputAsync(params string[] arguments) => GetOutputAsync(1, arguments);

    /// <summary>Runs a command on a node, and returns its trimmed standard output.</summary>
    public static async Task<string> GetOutputAsync(int node, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(node, arguments);
        return code == 0
            ? output
            : throw new InvalidOperationException(
                $"docker {string.Join(' ', arguments)} failed with exit code {code} on node {node}: {error}");
    }

    /// <summary>Runs a command on the first node, and returns the lines of its standard output.</summary>
    public static async Task<string[]> GetLinesAsync(params string[] arguments) =>
        (await GetOutputAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command on a node, and returns its exit code and its trimmed standard output.</summary>
    public static async Task<(int Code, string Output)> TryAsync(int node, params string[] arguments)
    {
        var (code, output, _) = await RunAsync(node, arguments);
        return (code, output);
    }

    /// <summary>
    /// Runs a command on the first node, and returns its exit code, its standard output and its standard error. The process is killed
    /// when the token is canceled; the exit code is null then.
    /// </summary>
    public static async Task<(int? Code, string Output, string Error)> RunUntilAsync(string[] arguments, CancellationToken stop)
    {
        using var process = Start(1, arguments);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        int? code = null;
        try
        {
            await process.WaitForExitAsync(stop);
            code = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        return (code, (await output).Trim(), (await error).Trim());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(int node, string[] arguments)
    {
        using var process = Start(node, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim(), (await error).Trim());
    }

    private static Process Start(int node, string[] arguments) =>
        Process.Start(new ProcessStartInfo("docker", ["--host", SwarmNodes.EndpointOf(node), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
