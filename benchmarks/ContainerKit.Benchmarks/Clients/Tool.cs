using System.Diagnostics;

namespace ContainerKit.Benchmarks.Clients;

/// <summary>Runs programs.</summary>
internal static class Tool
{
    /// <summary>Runs a command line with a shell.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public static async Task RunAsync(string commandLine) => await GetOutputAsync("sh", "-c", commandLine);

    /// <summary>Runs a command line until it has printed a number of bytes, and kills it.</summary>
    /// <exception cref="InvalidOperationException">The output ended before.</exception>
    public static async Task ReadAsync(string commandLine, long length)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec " + commandLine]) { RedirectStandardOutput = true })!;
        var read = await Task.Run(() => Read(process.StandardOutput.BaseStream, length));
        process.Kill();
        await process.WaitForExitAsync();
        if (read != length) throw new InvalidOperationException($"{commandLine} printed {read} bytes, not {length}.");
    }

    /// <summary>Runs the Docker CLI.</summary>
    public static Task<string> DockerAsync(params string[] arguments) => GetOutputAsync("docker", arguments);

    /// <summary>Runs a program, and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public static async Task<string> GetOutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}: {await error}");
    }

    private static long Read(Stream stream, long length)
    {
        var buffer = new byte[64 * 1024];
        long sum = 0;
        while (sum < length && stream.Read(buffer) is > 0 and var read) sum += read;
        return sum;
    }
}
