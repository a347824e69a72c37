using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>Running containers that are held and not used. The processor time of the process is the result.</summary>
internal sealed class IdleRow : Row
{
    private const int StartedAtOnce = 10;

    private readonly List<Container> _containers = [];
    private TimeSpan _time;
    private int _count;

    public override string Name => "idle";

    public override string Title => $"hold {_count} running containers for {_time.TotalSeconds:0.#} s";

    public override int Rounds => 1;

    public override IReadOnlyList<Contestant> Contestants => [new("ContainerKit", () => Task.Delay(_time))];

    public override async Task PrepareAsync(Scale scale)
    {
        _count = scale.Of(200, 3);
        _time = scale.IsQuick ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(60);
        while (_containers.Count < _count)
        {
            var number = Math.Min(StartedAtOnce, _count - _containers.Count);
            _containers.AddRange(await Task.WhenAll(Enumerable.Range(0, number).Select(_ => Lab.Image.Run(Lab.Sleep).ExecuteAsync())));
        }
    }

    public override async ValueTask ReleaseAsync()
    {
        foreach (var container in _containers) await container.DisposeAsync();
    }
}
