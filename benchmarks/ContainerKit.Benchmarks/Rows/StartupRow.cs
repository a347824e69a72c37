using System.Globalization;
using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;
using Docker.DotNet;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>A process that loads a client, pings the engine and exits.</summary>
/// <param name="lab">The clients.</param>
/// <param name="folder">The folder with the programs of ContainerKit.Startup, native AOT; null if they are not measured.</param>
internal sealed class StartupRow(Lab lab, string? folder) : Row
{
    /// <summary>The argument that makes this program do the work of one client.</summary>
    public const string Argument = "--ping-with";

    private static readonly string[] _programs = ["HttpClient", "ContainerKit", "DockerDotNet"];

    public override string Name => "startup";

    public override string Title => "start a process that pings the engine";

    public override IReadOnlyList<Contestant> Contestants =>
    [
        CreateContestant("HttpClient"),
        CreateContestant("ContainerKit"),
        CreateContestant("Docker.DotNet"),
        .. folder is null ? [] : _programs.Select(program => CreateNativeContestant(folder, program)),
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

    private Contestant CreateNativeContestant(string folder, string program)
    {
        var path = Path.Combine(folder, program, "ContainerKit.Startup");
        var size = new FileInfo(path).Length / 1e6;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{program}, native AOT, {size:0.0} MB"),
            () => Tool.GetOutputAsync(path, lab.Http.SocketPath))
        { IsInProcess = false };
    }

    private Contestant CreateContestant(string client) => new(client, () => Tool.GetOutputAsync(
        "dotnet", typeof(StartupRow).Assembly.Location, Argument, client, lab.Http.SocketPath))
    { IsInProcess = false };
}
