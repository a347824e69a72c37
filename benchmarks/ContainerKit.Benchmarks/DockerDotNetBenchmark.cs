using Docker.DotNet;
using Docker.DotNet.Models;

namespace ContainerKit.Benchmarks;

/// <summary>Docker.DotNet with its own transport, used as its documentation shows.</summary>
internal sealed class DockerDotNetBenchmark : IClientBenchmark
{
    private readonly DockerClient _client = new DockerClientBuilder().Build();
    private string? _id;

    public string Name => "Docker.DotNet";

    public async Task PrepareAsync() => _id = await StartAsync(Workload.Sleep);

    public async Task RunAndRemoveAsync() => await RemoveAsync(await StartAsync(Workload.Sleep));

    public async Task ExecAsync()
    {
        var exec = await _client.Exec.CreateContainerExecAsync(_id!, new() { Cmd = ["true"], AttachStdout = true, AttachStderr = true });
        using var stream = await _client.Exec.StartContainerExecAsync(exec.ID, new() { TTY = false });
        await stream.ReadOutputToEndAsync(CancellationToken.None);
        var details = await _client.Exec.InspectContainerExecAsync(exec.ID);
        if (details.ExitCode != 0) throw new InvalidOperationException($"exit code {details.ExitCode}");
    }

    public async Task OutputAsync()
    {
        var id = await CreateAsync(Workload.Echo);
        using var stream = await _client.Containers.AttachContainerAsync(id, new() { Stream = true, Stdout = true, Stderr = true });
        await _client.Containers.StartContainerAsync(id, null);
        var (stdout, _) = await stream.ReadOutputToEndAsync(CancellationToken.None);
        await _client.Containers.WaitContainerAsync(id);
        await RemoveAsync(id);
        Workload.Check(stdout);
    }

    public async ValueTask DisposeAsync()
    {
        if (_id is not null) await RemoveAsync(_id);
        _client.Dispose();
    }

    private async Task<string> CreateAsync(IList<string> command) =>
        (await _client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = Workload.Image, Cmd = command })).ID;

    private async Task<string> StartAsync(IList<string> command)
    {
        var id = await CreateAsync(command);
        await _client.Containers.StartContainerAsync(id, null);
        return id;
    }

    private Task RemoveAsync(string id) => _client.Containers.RemoveContainerAsync(id, new() { Force = true, RemoveVolumes = true });
}
