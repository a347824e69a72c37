namespace ContainerKit.Benchmarks;

internal sealed class ContainerKitBenchmark : IClientBenchmark
{
    private static readonly ImagePlan _image = Image.Pull(Workload.Image);

    private Container? _container;

    public string Name => "ContainerKit";

    public async Task PrepareAsync() => _container = await _image.Run(Workload.Sleep);

    public async Task RunAndRemoveAsync()
    {
        await using var container = await _image.Run(Workload.Sleep);
    }

    public async Task ExecAsync() => await _container!.ExecAsync(["true"]);

    public async Task OutputAsync() => Workload.Check(await _image.Run(Workload.Echo).Output());

    public ValueTask DisposeAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;
}
