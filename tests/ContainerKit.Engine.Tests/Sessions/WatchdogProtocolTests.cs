using ContainerKit.Discovery;
using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>Checks that the watchdog receives the engine endpoint of the process unchanged.</summary>
public sealed class WatchdogProtocolTests
{
    private static readonly string _folder = Path.Combine(Path.GetTempPath(), "a folder");

    public static TheoryData<string, string?, bool> Endpoints => new()
    {
        { "unix:///var/run/docker.sock", null, true },
        { "unix:///tmp/a folder/s", null, true },
        { "npipe://./pipe/docker_engine", null, true },
        { "tcp://build-host:2375", null, true },
        { "tcp://10.90.0.31:2376", _folder, true },
        { "tcp://10.90.0.31:2376", _folder, false },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Watchdog_protocol_preserves_the_engine_endpoint_and_API_version(string address, string? tlsFolder, bool verify)
    {
        var endpoint = EngineEndpoint.Parse(address, "a test", tlsFolder is null ? null : new TlsMaterial(tlsFolder, verify));

        var (described, version) = WatchdogProtocol.DecodeEngine(
            WatchdogProtocol.Decode(WatchdogProtocol.EncodeEngine(endpoint, new Version(1, 41))));

        described.ToString().Should().Be(endpoint.ToString());
        described.SocketPath.Should().Be(endpoint.SocketPath);
        described.Tls.Should().Be(endpoint.Tls);
        version.Should().Be(new Version(1, 41));
    }

    [Fact]
    public void Watchdog_protocol_preserves_headers_without_sending_them()
    {
        using var folder = new TemporaryFolder().With("config.json", """{"HttpHeaders":{"X-Token":"secret"}}""");
        var headers = ConfigHeaders.FromConfiguration(DockerConfiguration.Read(folder.At("config.json")), folder.At("config.json"));
        var message = WatchdogProtocol.EncodeEngine(
            EngineEndpoint.Parse("unix:///s", "a test") with { Headers = headers }, new Version(1, 41));

        message.Should().NotContain("secret");
        WatchdogProtocol.DecodeEngine(WatchdogProtocol.Decode(message)).Endpoint.Headers!.Values
            .Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("X-Token", "secret"));
        folder.With("config.json", "{");
        WatchdogProtocol.DecodeEngine(WatchdogProtocol.Decode(message)).Endpoint.Headers.Should().BeNull();
    }

    [Fact]
    public void Watchdog_protocol_preserves_TLS_settings_without_a_folder()
    {
        var endpoint = EngineEndpoint.Parse("https://engine.example", "a test");

        WatchdogProtocol.DecodeEngine(WatchdogProtocol.Decode(WatchdogProtocol.EncodeEngine(endpoint, new Version(1, 41)))).Endpoint.Tls
            .Should().Be(new TlsMaterial(Folder: null));
    }
}
