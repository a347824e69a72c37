#if CLIENT_HttpClient
using System.Net.Sockets;
#elif CLIENT_DockerDotNet
using Docker.DotNet;
#else
using ContainerKit;
#endif

// The argument is the path of the engine's socket.
var socket = args[0];
#if CLIENT_HttpClient
using var http = new HttpClient(new SocketsHttpHandler
{
    UseProxy = false,
    ConnectCallback = async (_, token) =>
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
        return new NetworkStream(connection, ownsSocket: true);
    },
});
Console.WriteLine(await http.GetStringAsync("http://docker/_ping"));
#elif CLIENT_DockerDotNet
using var client = new DockerClientBuilder().WithEndpoint(new Uri("unix://" + socket)).Build();
await client.System.PingAsync();
Console.WriteLine("OK");
#else
await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("unix://" + socket) });
await engine.PingAsync();
Console.WriteLine("OK");
#endif
