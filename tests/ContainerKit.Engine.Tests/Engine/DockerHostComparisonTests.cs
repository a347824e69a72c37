using ContainerKit.Discovery;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>Addresses of engines, parsed by the library and by the Docker CLI. No address is connected to.</summary>
public sealed class DockerHostComparisonTests
{
    private const string Refused = "refused";

    /// <summary>
    /// The address, and the result of the library where it differs from the Docker CLI on purpose.
    /// </summary>
    public static TheoryData<string, string?> Addresses => new()
    {
        { "localhost:1234", null }, { "127.0.0.1", null }, { "127.0.0.1:2375", null }, { ":1234", null }, { "::1", null },
        { "docker", null },
        { "my_host", null }, { "tcp://", null }, { "tcp://host", null }, { "tcp://host:", null }, { "tcp://:1234", null },
        { "tcp://host:1/", null },
        { "host:1/prefix", null }, { "tcp://host?x=1", null }, { "tcp://host#x", null }, { "tcp://tcp://host", null },
        { "tcp://[::1]:2375", null }, { "unix://", null }, { "unix:///run/docker.sock", null }, { "unix:///tmp/a#b.sock", null },
        { "unix:///tmp/a b.sock", null }, { "unix://@name", null }, { "npipe://", null }, { "foo://x", null },
        { "a b", null }, { "tcp://host:port", null },
        { "tcp://a b", null }, { "tcp://http://x", null },
        { "ssh://host", null }, { "ssh://me@host:22", null }, { "ssh://me@host/run/docker.sock", null },
        // The library also takes these.
        { "[::1]", "tcp://[::1]:2375" }, { "TCP://host", "tcp://host:2375" }, { "http://host:1", "http://host:1" },
        { "https://host", "https://host" },
        { "unix:/run/docker.sock", "unix:///run/docker.sock" },
        // A path without a scheme would be a path on localhost, and port numbers end at 65535.
        { "/var/run/docker.sock", Refused }, { "tcp://host:99999", Refused }, { "tcp://host:0", Refused }, { "fd://", Refused },
        { "unix://unix:///x", Refused },
        // User information has no use, and may be a secret.
        { "tcp://user@host", Refused }, { "ssh://me:secret@host", Refused }, { "ssh://-oProxyCommand=x", Refused },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Address_is_parsed_as_by_the_Docker_CLI(string address, string? except)
    {
        var (code, output) = await DockerCli.TryAsync("--host", address, "context", "inspect", "default", "--format",
            "{{.Endpoints.docker.Host}}");
        var docker = code == 0 && output.Length > 0
            ? output.Replace("npipe:////./", "npipe://./", StringComparison.Ordinal).TrimEnd('/') : Refused;

        var library = Parse(address);

        library.Should().Be(except ?? docker);
        if (except is not null) library.Should().NotBe(docker);
    }

    private static string Parse(string address)
    {
        try
        {
            return EngineEndpoint.Parse(address, "test").ToString();
        }
        catch (FormatException)
        {
            return Refused;
        }
    }
}
