using System.Diagnostics;

namespace ContainerKit.Benchmarks;

/// <summary>The Docker CLI, with one process per call, like in a script.</summary>
internal sealed class DockerCliBenchmark : IClientBenchmark
{
    private string? _id;

    public string Name => "Docker CLI";

    public async Task PrepareAsync() => _id = (await DockerAsync(["run", "-d", Workload.Image, .. Workload.Sleep])).Trim();

    public async Task RunAndRemoveAsync()
    {
        var id = (await DockerAsync(["run", "-d", Workload.Image, .. Workload.Sleep])).Trim();
        await DockerAsync(["rm", "-f", "-v", id]);
    }

    public async Task ExecAsync() => await DockerAsync(["exec", _id!, "true"]);

    public async Task OutputAsync() => Workload.Check(await DockerAsync(["run", "--rm", Workload.Image, .. Workload.Echo]));

    public async ValueTask DisposeAsync()
    {
        if (_id is not null) await DockerAsync(["rm", "-f", "-v", _id]);
    }

    private static async Task<string> DockerAsync(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: exit code {process.ExitCode}");
    }
}
