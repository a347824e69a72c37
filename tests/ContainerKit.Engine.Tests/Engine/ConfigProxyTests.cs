using ContainerKit.Engine.Tests.Builds;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>
/// The proxies in <c>config.json</c>, applied to containers and builds by the library and by the Docker CLI. No proxy is connected to.
/// </summary>
public sealed class ConfigProxyTests : BuildTest
{
    private const string Default = """{"proxies":{"default":{"httpProxy":"http://proxy:1","noProxy":"localhost"}}}""";

    /// <summary>The content of config.json. SOCKET is the address of the engine.</summary>
    private static readonly string[] _configs =
    [
        Default, "{}", "", """{"proxies":{}}""", """{"proxies":null}""", """{"proxies":"x"}""", """{"proxies":[]}""",
        """{"proxies":{"default":{"httpProxy":"a","httpsProxy":"b","noProxy":"c","ftpProxy":"d","allProxy":"e","future":"f"}}}""",
        """{"Proxies":{"default":{"HTTPPROXY":"a","httpsproxy":"b"}}}""", """{"proxies":{"Default":{"httpProxy":"a"}}}""",
        """{"proxies":{"default":{"httpProxy":"","noProxy":" ","allProxy":null}}}""", """{"proxies":{"default":null}}""",
        """{"proxies":{"default":{"httpProxy":"a","noProxy":5,"allProxy":"b"}}}""", """{"proxies":{"default":[]}}""",
        """{"proxies":{"default":{"httpProxy":"a"},"default":{"noProxy":"b"}}}""",
        """{"proxies":{"default":{"httpProxy":"a"}},"proxies":{"other":{}}}""",
        """{"proxies":{"default":{"httpProxy":"a"}},"auths":[]}""", """{"proxies":{"default":{"httpProxy":"a"}}} x""",
        """{"proxies":{"default":{"httpProxy":"a"}}""", """{"proxies":{"default":{"httpProxy":"http://größe:1/?a=b&c"}}}""",
        """{"proxies":{"default":{"httpProxy":"a"},"SOCKET":{"noProxy":"b"}}}""",
        """{"proxies":{"default":{"httpProxy":"a"},"SOCKET":{}}}""",
        """{"proxies":{"default":{"httpProxy":"a"},"SOCKET":null}}""", """{"proxies":{"SOCKET/":{"httpProxy":"a"}}}""",
        """{"proxies":{"default":{"httpProxy":"a"},"tcp://other:2375":{"httpProxy":"b"}}}""",
    ];

    private static readonly (string Name, string Value)[][] _given =
    [
        [], [("HTTP_PROXY", "given")], [("http_proxy", "")], [("HTTP_PROXY", "x"), ("http_proxy", "y"), ("NO_PROXY", "")],
        [("Http_Proxy", "x")],
    ];

    [DockerFact(Timeout = 240_000)]
    public async Task Proxies_of_config_json_are_the_variables_of_docker_create()
    {
        using var folder = new TemporaryFolder();
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        var socket = (await DockerEngine.Default.ConnectAsync(Token)).Endpoint;
        var differences = new List<string>();
        foreach (var (config, given) in _configs.Select(config => (config, _given[0])).Concat(_given.Select(given => (Default, given))))
        {
            folder.With("config.json", config.Replace("SOCKET", socket, StringComparison.Ordinal));
            var docker = await CreateWithDockerAsync(given);
            var environment = given.ToDictionary(each => each.Name, each => each.Value);
            await using var container = await Image.Pull(Busybox)
                .Create(new ContainerSpec("true") { Labels = Mark, Environment = environment }).ExecuteAsync(Token);
            var library = await ReadVariablesAsync(container.Id);
            if (library != docker) differences.Add($"{config} {string.Join(',', given)}: '{library}', with docker '{docker}'");
        }

        string.Join('\n', differences).Should().BeEmpty();
    }

    [DockerFact(Timeout = 240_000)]
    [Requires(EngineFeature.BuildKit)]
    public async Task Proxies_of_config_json_are_the_build_arguments_of_docker_build()
    {
        using var folder = new TemporaryFolder().With("config.json", Default.Replace("proxy:1", Unique("proxy"), StringComparison.Ordinal))
            .With("context/Dockerfile", OnBusybox("RUN env | grep -i _proxy | sort > /env"));
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path), ("DOCKER_BUILDKIT", "0"));
        foreach (var given in (string[][])[[], ["HTTP_PROXY"], ["HTTP_PROXY", "http_proxy"]])
        {
            await DockerCli.GetOutputAsync(["build", "--quiet", "--no-cache", "--tag", Unique("cli"),
                .. given.SelectMany(name => (string[])["--build-arg", $"{name}=given"]), folder.At("context")]);
            var docker = await ReadAsync(Image.Local(Unique("cli")));
            foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
            {
                var spec = new BuildSpec(folder.At("context"))
                {
                    Builder = builder,
                    Arguments = given.ToDictionary(name => name, _ => "given"),
                    NoCache = true,
                };
                // BuildKit has one value for both cases.
                var expected = builder == BuilderKind.BuildKit && given is [_]
                    ? docker.Replace($"http_proxy=http://{Unique("proxy")}", "http_proxy=given", StringComparison.Ordinal)
                    : docker;
                (await ReadAsync(Image.Build(spec))).Should().Be(expected).And.Contain("no_proxy=localhost");
            }
        }

        Task<string> ReadAsync(ImagePlan image) => image.Run(Spec("cat", "/env")).Output().ExecuteAsync(Token);
    }

    [DockerFact]
    public async Task Proxies_of_config_json_are_switched_off_by_the_options()
    {
        using var folder = new TemporaryFolder().With("config.json", Default);
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        await using var engine = new DockerEngine(new DockerEngineOptions { UseConfigProxies = false });

        await using var container = await Image.Pull(Busybox).Create(Spec("true")).On(engine).ExecuteAsync(Token);
        var built = await Image.Build(BuildSpec.FromText(OnBusybox("RUN env > /env")) with { NoCache = true })
            .Run(Spec("cat", "/env")).Output().On(engine).ExecuteAsync(Token);

        (await ReadVariablesAsync(container.Id)).Should().BeEmpty();
        built.Should().NotContainEquivalentOf("proxy");
    }

    [DockerFact]
    public async Task Proxies_of_config_json_are_not_in_a_committed_image()
    {
        using var folder = new TemporaryFolder().With("config.json", Default);
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        var spec = Spec("sh", "-c", "echo $HTTP_PROXY > /kept; echo x > /data/x") with
        {
            Environment = new Dictionary<string, string> { ["NO_PROXY"] = "mine" },
            Mounts = [Mount.Volume("/data")],
        };

        foreach (var withVolumes in (bool[])[false, true])
        {
            var image = await Image.Pull(Busybox).Run(spec).WaitForExit()
                .Commit(Unique("proxies"), new CommitOptions { IncludeVolumes = withVolumes }).ExecuteAsync(Token);
            (await DockerCli.GetOutputAsync("inspect", "--format", "{{json .Config.Env}}", Unique("proxies")))
                .Should().NotContain("http://proxy:1").And.NotContain("localhost").And.Contain("NO_PROXY=mine");
            await using var engine = new DockerEngine(new DockerEngineOptions { UseConfigProxies = false });
            (await Image.Local(Unique("proxies")).Run(Spec("sh", "-c", "echo $(cat /kept) $NO_PROXY $HTTP_PROXY")).Output().On(engine)
                .ExecuteAsync(Token)).Should().Be("http://proxy:1 mine\n");
            await image.RemoveAsync(Token);
        }
    }

    [DockerFact]
    [Requires(EngineFeature.BuildKit)]
    public async Task Proxies_of_config_json_are_not_in_a_built_image()
    {
        using var folder = new TemporaryFolder().With("config.json", Default);
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));
        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            var build = BuildSpec.FromText(OnBusybox("RUN echo $HTTP_PROXY > /kept")) with
            {
                Builder = builder,
                NoCache = true,
                Tags = [Unique("built")],
            };
            var image = await Image.Build(build).ExecuteAsync(Token);
            (await DockerCli.GetOutputAsync("inspect", Unique("built"))).Should().NotContain("proxy:1");
            (await DockerCli.GetOutputAsync("history", "--no-trunc", Unique("built"))).Should().NotContain("proxy:1");
            await image.RemoveAsync(Token);
        }
    }

    [DockerFact]
    public async Task Password_of_a_proxy_in_config_json_is_in_no_message()
    {
        // Docker repeats a value with a null character in its error. Podman starts the container.
        var proxy = $"http://me:{PlantedSecrets.ProxyPassword}@proxy:3128\\u0000";
        using var folder = new TemporaryFolder()
            .With("config.json", Default.Replace("http://proxy:1", proxy, StringComparison.Ordinal));
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path));

        var run = await Record.ExceptionAsync(() => Image.Pull(Busybox).Run(Spec("true")).ToCompletion().ExecuteAsync(Token));
        folder.With("config.json", (await File.ReadAllTextAsync(folder.At("config.json"), Token)).Replace(@"\u0000", ""));
        var build = await FailsAsync(BuildSpec.FromText(OnBusybox("RUN echo $HTTP_PROXY $no_proxy; exit 3")) with { NoCache = true });
        var diagnosis = (await DockerEngine.DiagnoseAsync(Token)).ToString();

        $"{run} {build} {diagnosis}".Should().NotContain(PlantedSecrets.ProxyPassword);
        build.Message.Should().Contain("*** localhost");
        diagnosis.Should().Contain("httpProxy of containers and builds: http://***@proxy:3128");
    }

    private async Task<string> CreateWithDockerAsync((string Name, string Value)[] given)
    {
        var id = await DockerCli.GetOutputAsync(["create", .. Mark.SelectMany(label => (string[])["--label", $"{label.Key}={label.Value}"]),
            .. given.SelectMany(each => (string[])["--env", $"{each.Name}={each.Value}"]), Busybox, "true"]);
        var result = await ReadVariablesAsync(id);
        await DockerCli.GetOutputAsync("rm", id);
        return result;
    }

    // The order differs between runs of the Docker CLI.
    private static async Task<string> ReadVariablesAsync(string container) => string.Join(' ', (await InspectAsync(container))
        .GetProperty("Config").GetProperty("Env").EnumerateArray().Select(each => each.GetString())
        .Where(each => each!.Contains("_proxy", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal));
}
