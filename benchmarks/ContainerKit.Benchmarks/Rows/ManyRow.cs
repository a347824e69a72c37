using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>Many containers that are started and removed at once.</summary>
/// <param name="lab">The clients.</param>
/// <param name="size">The number of containers; null for that of the table.</param>
internal sealed class ManyRow(Lab lab, int? size = null) : Row
{
    private int _count;

    public override string Name => size is null ? "many" : $"many-{size}";

    public override string Title => $"run and remove {_count} containers at once";

    public override int Rounds => 7;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("plain HTTP", () => AllAsync(PlainAsync)),
        new("ContainerKit", () => AllAsync(RunAsync)) { Goal = 1.03, MeasuresPeak = size is not null },
        new("Docker.DotNet", () => AllAsync(DockerDotNetAsync)),
    ];

    public override Task PrepareAsync(Scale scale)
    {
        _count = size ?? scale.Of(50, 3);
        return Task.CompletedTask;
    }

    private static async Task RunAsync()
    {
        await using var container = await Lab.Image.Run(Lab.Sleep);
    }

    private Task AllAsync(Func<Task> run) => Task.WhenAll(Enumerable.Range(0, _count).Select(_ => run()));

    private async Task PlainAsync()
    {
        var created = await lab.Http.PostAsync(
            lab.Path("containers/create"), $$"""{"Image":"{{Lab.ImageName}}","Cmd":["sleep","infinity"]}""");
        var id = created.GetProperty("Id").GetString();
        await lab.Http.PostAsync(lab.Path($"containers/{id}/start"), "");
        await lab.Http.DeleteAsync(lab.Path($"containers/{id}?force=1&v=1"));
    }

    private async Task DockerDotNetAsync()
    {
        var id = await lab.CreateAsync(Lab.Sleep);
        await lab.DockerDotNet.Containers.StartContainerAsync(id, null);
        await lab.RemoveAsync(id);
    }
}
