using System.Security.Cryptography;
using System.Text;
using ContainerKit.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>The current context, found by the library and by the Docker CLI. No engine is connected to.</summary>
public sealed class ContextComparisonTests
{
    private const string Default = "default";
    private const string Refused = "refused";
    private const string Remote = "tcp://remote:2375";
    private const string Valid =
        """{"Name":"remote","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://remote:2375","SkipTLSVerify":false}}}""";

    /// <summary>
    /// The content of config.json, the content of the context's meta.json, and the result of the library where it differs from the
    /// Docker CLI on purpose.
    /// </summary>
    public static TheoryData<string, string, string?> Files => new()
    {
        { """{"currentContext":"remote"}""", Valid, null }, { """{"currentContext":"default"}""", Valid, null },
        { """{"currentContext":""}""", Valid, null }, { """{"currentContext":null}""", Valid, null },
        { """{"currentContext":"missing"}""", Valid, null }, { """{"CurrentContext":"remote"}""", Valid, null },
        { """{"currentContext":"remote","auths":null,"future":[{}]}""", Valid, null },
        { """{"currentContext":"default","currentContext":"remote"}""", Valid, null },
        { """{"currentContext":"remote"} x""", Valid, null }, { """{"currentContext":"remote" """, Valid, null },
        { "{}", Valid, null }, { "", Valid, null }, { "null", Valid, null }, { "[]", Valid, null },
        { """{"currentContext":5}""", Valid, null }, { """{"currentContext":["remote"]}""", Valid, null },
        {
            """{"currentContext":"remote"}""",
            """{"Name":"remote","Future":1,"Endpoints":{"docker":{"Host":"tcp://remote:2375","X":[]},"k8s":{}}}""", null
        },
        { """{"currentContext":"remote"}""", """{"Name":"remote","Endpoints":{"docker":{"host":"tcp://remote:2375"}}}""", null },
        { """{"currentContext":"remote"}""", """{"Name":"remote","Endpoints":{"docker":{"Host":5}}}""", null },
        { """{"currentContext":"remote"}""", "{", null },
        // A byte order mark makes the Docker CLI ignore the whole file.
        { "\uFEFF{\"currentContext\":\"remote\"}", Valid, Remote },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Current_context_is_found_as_by_the_Docker_CLI(string config, string context, string? except)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("remote")));
        using var folder = new TemporaryFolder().With("config.json", config).With($"contexts/meta/{key}/meta.json", context);
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path), ("DOCKER_HOST", null), ("DOCKER_CONTEXT", null));

        var docker = await FindWithDockerAsync();
        var library = Find();

        library.Should().Be(except ?? docker);
        if (except is not null) library.Should().NotBe(docker);
    }

    private static async Task<string> FindWithDockerAsync()
    {
        var (code, output) = await DockerCli.TryAsync("context", "inspect", "--format", "{{.Name}} {{.Endpoints.docker.Host}}");
        return code != 0 ? Refused : output.Split(' ') is [Default, ..] ? Default : output.Split(' ')[^1];
    }

    private static string Find()
    {
        var host = HostEnvironment.Current;
        if (DockerContexts.GetCurrentContext(DockerConfiguration.ReadOrEmpty(host, NullLogger.Instance)) is not { } context) return Default;
        try
        {
            return DockerContexts.GetEndpoint(host, context, "test").ToString();
        }
        catch (FormatException)
        {
            return Refused;
        }
    }
}
