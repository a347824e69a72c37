namespace ContainerKit.Services.Tests;

/// <summary>Runs the examples of docs/services.md as they stand.</summary>
public sealed class DocumentationExampleTests : ServiceTest
{
    // The images of examples that Docker Hub does not have, or whose tests are skipped if they cannot be pulled.
    private static readonly Dictionary<string, string[]> _images = new()
    {
        ["Azurite.Run("] = [new AzuriteSpec().Image],
        ["Etcd.Run("] = [new EtcdSpec().Image],
        ["Garnet.Run("] = [new GarnetSpec().Image],
        ["AspireDashboard.Run("] = [new AspireDashboardSpec().Image],
        ["SqlServer.Run("] = [new SqlServerSpec().Image],
        ["MySql.Run("] = [new MySqlSpec().Image],
        ["MongoDb.Run("] = [new MongoDbSpec().Image],
        ["Kafka.Run("] = [new KafkaSpec().Image],
        ["Elasticsearch.Run("] = [new ElasticsearchSpec().Image],
        ["Keycloak.Run("] = [new KeycloakSpec().Image],
        ["Minio.Run("] = [new MinioSpec().Image],
    };

    private static bool HasTestRegistry => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CONTAINERKIT_REGISTRY"));

    public static TheoryData<string> Titles => [.. DocumentationExamples.All.Select(example => example.Title)];

    [Fact]
    public void The_page_has_one_title_for_each_example() => Titles.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(26);

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(Titles))]
    public async Task Example_runs_as_it_stands_and_leaves_nothing(string title)
    {
        var example = DocumentationExamples.All.Single(example => example.Title == title);
        if (title.Contains("DockerInDocker", StringComparison.Ordinal)) await RequirePrivilegedContainersAsync();
        if (title.Contains("ContainerRegistry", StringComparison.Ordinal))
            await EngineFeatures.RequireAsync(EngineFeature.InsecureLoopbackRegistries);
        if (title.Contains("OAuth2MockServer", StringComparison.Ordinal) && HasTestRegistry)
            Assert.Skip("npx in the container downloads the server, and containers of this engine have no connection to npm.");
        var added = new List<string>();
        using var folder = new TemporaryFolder();
        folder.With("schema.sql", "create table parcel (id int primary key)").With("shop.json", """{ "realm": "shop", "enabled": true }""");
        var previous = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            var images = _images.Where(entry => title.Contains(entry.Key, StringComparison.Ordinal)).SelectMany(entry => entry.Value);
            foreach (var image in images)
                await ProvideAsync(await RequireImageAsync(image), image, added);
            // The application of the examples; any web server will do.
            await ProvideAsync(new NginxSpec().Image, "registry.example.com/shop:1.4", added);
            await example.RunAsync(Token);
        }
        finally
        {
            Environment.CurrentDirectory = previous;
            foreach (var image in added) await DockerCli.GetOutputAsync("rmi", image);
        }
    }

    // Gives an image another name, unless it has this name.
    private static async Task ProvideAsync(string image, string name, List<string> added)
    {
        if (image == name) return;
        await Image.Pull(image).Tag(name).ExecuteAsync(Token);
        added.Add(name);
    }

    private static async Task RequirePrivilegedContainersAsync()
    {
        var probe = await DockerCli.TryAsync("run", "--rm", "--privileged", "--label", "ck.test", Busybox, "true");
        if (probe.Code != 0) Assert.Skip($"The engine cannot start a privileged container. {probe.Output}");
    }
}
