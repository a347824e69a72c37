using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>Inspections of a running container, one after the other or many at once.</summary>
internal sealed class InspectRow(Lab lab, int parallel) : Row
{
    private Container? _container;

    public override string Name => parallel == 1 ? "inspect" : "inspect-parallel";

    public override string Title => parallel == 1 ? "inspect, sequential" : $"inspect, {parallel} at once";

    public override int Repetitions => parallel == 1 ? 100 : 10;

    public override int Rounds => 75;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("HttpClient with JsonDocument", () => AllAsync(InspectPlainAsync)),
        new("ContainerKit", () => AllAsync(InspectAsync)) { Goal = parallel == 1 ? 1.1 : 1.05 },
        new("Docker.DotNet", () => AllAsync(() => lab.DockerDotNet.Containers.InspectContainerAsync(_container!.Id))),
    ];

    public override async Task PrepareAsync(Scale scale) => _container = await Lab.Image.Run(Lab.Sleep);

    public override ValueTask ReleaseAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AllAsync(Func<Task> inspect) =>
        parallel == 1 ? inspect() : Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => inspect()));

    private async Task InspectPlainAsync()
    {
        using var json = await lab.Http.GetJsonAsync(lab.Path($"containers/{_container!.Id}/json"));
        Lines.Check(json.RootElement.GetProperty("Id").GetString()!.Length, 64);
    }

    private async Task InspectAsync() => Lines.Check((await _container!.InspectAsync()).Id.Length, 64);
}
