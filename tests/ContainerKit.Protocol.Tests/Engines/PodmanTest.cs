using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>The base class of tests against an engine that identifies itself as Podman, with its recorded responses.</summary>
public abstract class PodmanTest : ProtocolTest
{
    protected PodmanTest() => UseVersion("5.4.2");

    /// <summary>Lets the engine identify itself as another version.</summary>
    protected void UseVersion(string version, string api = "1.41") => Script.On("GET /_ping", exchange => exchange.RespondAsync(
        200, "text/plain", "OK"u8.ToArray(),
        $"Api-Version: {api}\r\nLibpod-Api-Version: {version}\r\nServer: Libpod/{version} (linux)\r\n"));

    /// <summary>Responds with an error in the format of Podman.</summary>
    private protected static Task ErrorAsync(Exchange exchange, int status, string cause, string message) => exchange.JsonAsync(
        status, $$"""{"cause":"{{cause}}","message":"{{message}}","response":{{status}}}""");

    /// <summary>Returns the requests so far, without the API version and the query.</summary>
    protected IEnumerable<string> Sent => Script.Requests.Select(request => request.ToString());
}
