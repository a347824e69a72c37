using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>The address at which a published port is reached.</summary>
public sealed class PortAddressTests : ProtocolTest
{
    [Theory(Timeout = 30_000)]
    [InlineData("""{ "HostIp": "0.0.0.0", "HostPort": "1" }""", "127.0.0.1:1")]
    [InlineData("""{ "HostIp": "", "HostPort": "1" }""", "127.0.0.1:1")]
    [InlineData("""{ "HostIp": "10.0.0.7", "HostPort": "1" }""", "10.0.0.7:1")]
    [InlineData("""{ "HostIp": "::", "HostPort": "1" }""", "[::1]:1")]
    [InlineData("""{ "HostIp": "::1", "HostPort": "1" }""", "[::1]:1")]
    [InlineData("""{ "HostIp": "::", "HostPort": "1" }, { "HostIp": "0.0.0.0", "HostPort": "2" }""", "127.0.0.1:2")]
    [InlineData("""{ "HostIp": "0.0.0.0", "HostPort": "2" }, { "HostIp": "::", "HostPort": "1" }""", "127.0.0.1:2")]
    public async Task A_published_port_resolves_to_its_bound_address_and_prefers_IPv4(string bindings, string address)
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$"""
            {
              "Id": "c0ffee", "Name": "/web", "State": { "Status": "running" },
              "NetworkSettings": { "Ports": { "80/tcp": [ {{bindings}} ] } }
            }
            """));

        (await Container.GetPublishedPortAsync(80, Token)).ToString().Should().Be(address);
    }
}
