namespace ContainerKit.Engine.Tests.Engine;

/// <summary>
/// The environment variables that select an engine, in combination with each other and with contexts, for the library and for the
/// Docker CLI. Both reach the same engine, or both reach none.
/// </summary>
public sealed class EnvironmentComparisonTests : IDisposable
{
    private const string None = "none";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact(Timeout = 300_000)]
    public async Task TLS_variables_select_the_same_engine_as_with_the_Docker_CLI()
    {
        var client = TlsEngine.Folder("client");
        foreach (var file in (string[])["ca.pem", "cert.pem", "key.pem"])
            _folder.With($"config/{file}", await File.ReadAllTextAsync(Path.Combine(client, file), Token));
        var rows = new List<Settings>();
        foreach (var host in (string?[])[null, "unix:///var/run/docker.sock", TlsEngine.Address])
        {
            foreach (var verify in (string?[])[null, "", "0", "false"])
            {
                foreach (var folder in (string?[])[null, "", client, _folder.At("missing"), Path.Combine(client, "ca.pem")])
                    rows.Add(new Settings { Host = host, Verify = verify, Certificates = folder });
                rows.Add(new Settings { Host = host, Verify = verify, Tls = "0", Certificates = client });
            }

            foreach (var tls in (string?[])["", "0", "1"])
                rows.Add(new Settings { Host = host, Tls = tls, Certificates = TlsEngine.Folder("without") });
            rows.Add(new Settings { Host = host, Verify = "1", Config = _folder.At("missing") });
            rows.Add(new Settings { Host = host, Verify = "1", Config = _folder.At("config/ca.pem") });
            rows.Add(new Settings { Host = host, Verify = "1", Certificates = Relative(client) });
            rows.Add(new Settings { Host = host, Verify = "1", Config = Relative(_folder.At("config")) });
            rows.Add(new Settings { Host = host, Verify = "1", Certificates = client + "/" });
        }

        (await CompareAsync(rows)).Should().BeEmpty();
    }

    [DockerFact(Timeout = 300_000)]
    public async Task Contexts_and_variables_select_the_same_engine_as_with_the_Docker_CLI()
    {
        var client = TlsEngine.Folder("client");
        var files = $"ca={client}/ca.pem,cert={client}/cert.pem,key={client}/key.pem";
        using (Apply(new Settings()))
        {
            Directory.CreateDirectory(_folder.At("config"));
            foreach (var (name, endpoint) in ((string, string)[])
            [
                ("secure", $"host={TlsEngine.Address},{files}"), ("socket", "host=unix:///var/run/docker.sock"),
                ("insecure", $"host={TlsEngine.Address},skip-tls-verify=true,{files}"), ("plain", $"host={TlsEngine.Address}"),
                ("no-authority", $"host={TlsEngine.Address},cert={client}/cert.pem,key={client}/key.pem"),
                ("name", $"host={TlsEngine.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)},{files}"),
                ("insecure-name",
                    $"host={TlsEngine.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)},skip-tls-verify=true,{files}"),
            ]) await DockerCli.GetOutputAsync("context", "create", name, "--docker", endpoint);
        }

        foreach (var current in (string?[])[null, "secure", "missing"])
        {
            _folder.With("config/config.json", current is null ? "{}" : $$"""{"currentContext":"{{current}}"}""");
            var rows = new List<Settings>();
            foreach (var context in (string?[])
                [null, "", "default", "socket", "secure", "insecure", "plain", "missing", " secure", "Secure"])
            {
                rows.Add(new Settings { Context = context });
                rows.Add(new Settings { Context = context, Verify = "1", Certificates = client });
                rows.Add(new Settings { Context = context, Host = "unix:///var/run/docker.sock" });
                rows.Add(new Settings { Context = context, Host = TlsEngine.Address, Verify = "1", Certificates = client });
                rows.Add(new Settings { Context = context, Host = " " });
            }

            if (current is null)
                rows.AddRange(((string[])["no-authority", "name", "insecure-name"]).Select(context => new Settings { Context = context }));
            (await CompareAsync(rows)).Should().BeEmpty();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Relative(string folder) => Path.GetRelativePath(Environment.CurrentDirectory, folder);

    private async Task<string> CompareAsync(List<Settings> rows)
    {
        var differences = new List<string>();
        foreach (var row in rows)
        {
            using var variables = Apply(row);
            var (code, output) = await DockerCli.TryAsync("info", "--format", "{{.ID}}");
            var docker = code == 0 && output.Length > 0 ? output : None;
            var library = await FindAsync();
            if (library == docker) continue;
            // The Docker CLI reads the certificates also for a socket, which has no use for them.
            var isSocket = row.Host?.StartsWith("unix:", StringComparison.Ordinal) == true;
            if (!(isSocket && docker == None && library != None && row.HasTls))
                differences.Add($"{row}: '{library}', with docker '{docker}'");
        }

        return string.Join('\n', differences);
    }

    private EnvironmentScope Apply(Settings row) => new(
        ("DOCKER_HOST", row.Host), ("DOCKER_TLS", row.Tls), ("DOCKER_TLS_VERIFY", row.Verify), ("DOCKER_CERT_PATH", row.Certificates),
        ("DOCKER_CONTEXT", row.Context), ("DOCKER_CONFIG", row.Config ?? _folder.At("config")));

    private static async Task<string> FindAsync()
    {
        await using var engine = new DockerEngine();
        try
        {
            return (await engine.InfoAsync(Token)).Id;
        }
        catch (EngineUnavailableException)
        {
            return None;
        }
    }

    private sealed record Settings
    {
        public string? Host { get; init; }

        public string? Tls { get; init; }

        public string? Verify { get; init; }

        public string? Certificates { get; init; }

        public string? Context { get; init; }

        public string? Config { get; init; }

        public bool HasTls => !string.IsNullOrEmpty(Tls) || !string.IsNullOrEmpty(Verify);
    }
}
