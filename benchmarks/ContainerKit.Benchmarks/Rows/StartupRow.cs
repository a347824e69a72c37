using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;
using Docker.DotNet;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>A process that loads a client, pings the engine and exits.</summary>
internal sealed class StartupRow(Lab lab) : Row
{
    /// <summary>The argument that makes this program do the work of one client.</summary>
    public const string Argument = "--ping-with";

    public override string Name => "startup";

    public override string Title => "start a process that pings the engine";

    public override IReadOnlyList<Contestant> Contestants =>
    [
        CreateContestant("HttpClient"),
        CreateContestant("ContainerKit"),
        CreateContestant("Docker.DotNet"),
    ];

    /// <summary>Pings the engine with one client.</summary>
    public static async Task PingAsync(string client, string socket)
    {
        switch (client)
        {
            case "HttpClient":
                using (var http = new EngineHttp(socket)) Lines.Check(await http.GetAsync("_ping"), 2);
                break;
            case "ContainerKit":
                await using (var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("unix://" + socket) }))
                    await engine.PingAsync();
                break;
            case "Docker.DotNet":
                using (var dotNet = new DockerClientBuilder().WithEndpoint(new Uri("unix://" + socket)).Build())
                    await dotNet.System.PingAsync();
                break;
            default:
                throw new ArgumentException($"There is no client '{client}'.");
        }
    }

    private Contestant CreateContestant(string client) => new(client, () => Tool.GetOutputAsync(
        "dotnet", typeof(StartupRow).Assembly.Location, Argument, client, lab.Http.SocketPath))
    { IsInProcess = false };
}
