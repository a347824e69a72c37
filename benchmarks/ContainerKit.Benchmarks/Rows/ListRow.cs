using System.Collections.Concurrent;
using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;
using Docker.DotNet.Models;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>Lists of many containers, which are created and not started.</summary>
/// <param name="lab">The clients.</param>
/// <param name="size">The number of containers; null for that of the table.</param>
internal sealed class ListRow(Lab lab, int? size = null) : Row
{
    private const string Label = "containerkit.benchmark.list";

    private static readonly ParallelOptions _atOnce = new() { MaxDegreeOfParallelism = 8 };

    private readonly string _value = Guid.NewGuid().ToString("N");
    private readonly ConcurrentBag<string> _ids = [];
    private int _count;

    public override string Name => size is null ? "list" : $"list-{size}";

    public override string Title => $"list {_count} containers";

    public override int Rounds => 60;

    public override int Repetitions => 5;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("HttpClient with JsonDocument", ListPlainAsync),
        new("ContainerKit", ListAsync) { Goal = 1.0, MeasuresPeak = size is not null },
        new("Docker.DotNet", ListDockerDotNetAsync),
    ];

    private string Filter => Uri.EscapeDataString($$"""{"label":["{{Label}}={{_value}}"]}""");

    public override async Task PrepareAsync(Scale scale)
    {
        _count = size ?? scale.Of(300, 10);
        await Parallel.ForAsync(0, _count, _atOnce, async (_, token) =>
        {
            var created = await lab.DockerDotNet.Containers.CreateContainerAsync(new CreateContainerParameters
            {
                Image = Lab.ImageName,
                Cmd = Lab.Sleep,
                Labels = new Dictionary<string, string> { [Label] = _value },
            }, token);
            _ids.Add(created.ID);
        });
    }

    public override async ValueTask ReleaseAsync() =>
        await Parallel.ForEachAsync(_ids, _atOnce, async (id, _) => await lab.RemoveAsync(id));

    private async Task ListPlainAsync()
    {
        using var json = await lab.Http.GetJsonAsync(lab.Path($"containers/json?all=1&filters={Filter}"));
        Lines.Check(json.RootElement.GetArrayLength(), _count);
    }

    private async Task ListAsync()
    {
        var filter = new ContainerFilter { All = true, Labels = [$"{Label}={_value}"] };
        Lines.Check((await DockerEngine.Default.ListContainersAsync(filter)).Count, _count);
    }

    private async Task ListDockerDotNetAsync()
    {
        var list = await lab.DockerDotNet.Containers.ListContainersAsync(new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [$"{Label}={_value}"] = true },
            },
        });
        Lines.Check(list.Count, _count);
    }
}
