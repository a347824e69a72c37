namespace ContainerKit.Engine.Tests.Engine;

/// <summary>The headers in <c>HttpHeaders</c> of <c>config.json</c>, as the library and the Docker CLI send them.</summary>
public sealed class ConfigHeaderTests : EngineTest
{
    private const string Refused = "refused";
    private static readonly string[] _ownHeaders = ["Host", "User-Agent", "Accept-Encoding", "Content-Length", "Content-Type"];

    // The value is of another type: the Docker CLI reports it, and sends the header with an empty value.
    private const string Defective = """{"HttpHeaders":{"X-A":5,"X-B":"c"}}""";

    private static readonly string[] _configs =
    [
        "{}", """{"HttpHeaders":{"X-A":"b","X-C":"d e"}}""", """{"httpheaders":{"x-a":"b"}}""", """{"HttpHeaders":{"X-A":""}}""",
        """{"HttpHeaders":{"Authorization":"Bearer q"}}""", """{"HttpHeaders":{"User-Agent":"me"}}""",
        """{"HttpHeaders":{"Host":"other"}}""", """{"HttpHeaders":{"Content-Length":"7"}}""",
        """{"HttpHeaders":{"Transfer-Encoding":"chunked"}}""", """{"HttpHeaders":{"X A":"b"}}""", """{"HttpHeaders":{"":"b"}}""",
        """{"HttpHeaders":{"X-A":"b\r\nX-Z: 1"}}""", """{"HttpHeaders":null}""", """{"HttpHeaders":"x"}""",
        """{"HttpHeaders":{"X-A":"1"},"HttpHeaders":{"X-B":"2"}}""", Defective, """{"HttpHeaders":{"X-A":"b"}""",
    ];

    [DockerFact(Timeout = 120_000)]
    public async Task Headers_of_config_json_are_those_of_the_Docker_CLI()
    {
        using var folder = new TemporaryFolder();
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        await using var proxy = await EngineProxy.StartAsync();
        var differences = new List<string>();
        foreach (var config in _configs)
        {
            folder.With("config.json", config);
            var docker = await SendAsync(proxy, async () =>
                (await DockerCli.TryAsync("--host", proxy.Options.Endpoint!.OriginalString, "version")).Code == 0);
            var library = await SendAsync(proxy, async () =>
            {
                await using var engine = new DockerEngine(proxy.Options);
                return await Record.ExceptionAsync(() => engine.VersionAsync(Token)) is not ContainerKitException;
            });
            var expected = config == Defective ? "X-B: c" : docker;
            if (library != expected) differences.Add($"{config}: '{library}', with docker '{docker}'");
        }

        string.Join('\n', differences).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Headers_of_config_json_are_in_each_request()
    {
        using var folder = new TemporaryFolder().With("config.json", """{"HttpHeaders":{"X-Meta":"value"}}""").With("file", "text");
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        await using (var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).On(engine).ExecuteAsync(Token))
        {
            await container.CopyInAsync(folder.At("file"), "/file", cancellationToken: Token);
            (await container.ExecAsync(["cat", "/file"], Token)).Stdout.Should().Be("text");
            await foreach (var _ in container.LogsAsync(cancellationToken: Token)) { }
            await engine.Client.System.GetSystemInfoAsync(Token);
        }

        proxy.Heads.Should().HaveCountGreaterThan(8).And.OnlyContain(head => head.Header("X-Meta") == "value");
    }

    [DockerFact]
    public async Task Header_of_config_json_that_cannot_be_sent_is_named_without_its_value()
    {
        const string Config = """{"HttpHeaders":{"X-Token":"\nSECRET"}}""";
        using var folder = new TemporaryFolder()
            .With("config.json", Config.Replace("SECRET", PlantedSecrets.HttpHeader, StringComparison.Ordinal));
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        await using var engine = new DockerEngine();

        var failure = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.Message.Should().Contain($"The header 'X-Token' in HttpHeaders of '{folder.At("config.json")}' cannot be sent")
            .And.NotContain(PlantedSecrets.HttpHeader);
    }

    private static async Task<string> SendAsync(EngineProxy proxy, Func<Task<bool>> send)
    {
        var before = proxy.Heads.Count;
        if (!await send()) return Refused;
        var heads = proxy.Heads.Skip(before).Select(Describe).Distinct().ToList();
        return heads is [var only] ? only : $"different in {heads.Count} requests";
    }

    private static string Describe(HttpHead head) => string.Join(", ", head.Headers
        .Where(header => !_ownHeaders.Contains(header.Split(':')[0], StringComparer.OrdinalIgnoreCase))
        .Select(header => header.StartsWith("x-a", StringComparison.Ordinal) ? "X-A" + header[3..] : header)
        .Order(StringComparer.Ordinal));
}
