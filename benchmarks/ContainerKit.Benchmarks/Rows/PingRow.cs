using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>Pings, one after the other.</summary>
internal sealed class PingRow(Lab lab) : Row
{
    public override string Name => "ping";

    public override string Title => "ping, sequential";

    public override int Repetitions => 100;

    public override int Rounds => 125;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("HttpClient", async () => Lines.Check(await lab.Http.GetAsync("_ping"), 2)),
        new("ContainerKit", async () => await DockerEngine.Default.PingAsync()) { Goal = 1.0 },
        new("Docker.DotNet", () => lab.DockerDotNet.System.PingAsync()),
    ];
}
