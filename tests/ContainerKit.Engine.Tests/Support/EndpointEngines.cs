namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Engine objects for each kind of endpoint. The tests of a class share them, so that ssh logs in once. Each engine has the image
/// <see cref="GetImageAsync"/>, which was pulled over its endpoint.
/// </summary>
public sealed class EndpointEngines : IAsyncDisposable
{
    private readonly Dictionary<EndpointKind, DockerEngine> _engines = [];
    private readonly HashSet<EndpointKind> _pulled = [];
    private SshHost? _ssh;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Returns the engine of a kind. The test is skipped if there is none.</summary>
    public DockerEngine Get(EndpointKind kind)
    {
        if (!_engines.TryGetValue(kind, out var engine)) _engines[kind] = engine = Connect(kind);
        return engine;
    }

    /// <summary>
    /// Pulls the image of the tests with the first call for an engine, and returns its name. The engine keeps it, because other classes
    /// may use it at the same time.
    /// </summary>
    public async Task<string> GetImageAsync(EndpointKind kind)
    {
        var name = TestRegistries.Open + "/library/busybox:latest";
        if (!_pulled.Contains(kind)) await Image.Pull(name, PullPolicy.Always).On(Get(kind)).ExecuteAsync(Token);
        _pulled.Add(kind);
        return name;
    }

    /// <summary>Runs a command of the Docker CLI over the endpoint, and returns its trimmed standard output.</summary>
    public Task<string> GetCliOutputAsync(EndpointKind kind, params string[] arguments) =>
        DockerCli.GetOutputAsync([.. GetCliOptions(kind), .. arguments]);

    /// <summary>Runs a command of the Docker CLI over the endpoint with a standard input, and returns its trimmed output.</summary>
    public Task<string> GetCliOutputWithInputAsync(EndpointKind kind, string input, params string[] arguments) =>
        DockerCli.GetOutputWithInputAsync(input, [.. GetCliOptions(kind), .. arguments]);

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines.Values) await engine.DisposeAsync();
        if (_ssh is not null) await _ssh.DisposeAsync();
    }

    private DockerEngine Connect(EndpointKind kind)
    {
        switch (kind)
        {
            case EndpointKind.Tls:
                return TlsEngine.Connect("client");
            case EndpointKind.Ssh:
                _ssh ??= new SshHost();
                return _ssh.Connect();
            default:
                return new DockerEngine();
        }
    }

    private string[] GetCliOptions(EndpointKind kind)
    {
        switch (kind)
        {
            case EndpointKind.Tls:
                var folder = TlsEngine.Folder("client");
                return
                [
                    "--host", TlsEngine.Address, "--tlsverify", "--tlscacert", folder + "/ca.pem", "--tlscert", folder + "/cert.pem",
                    "--tlskey", folder + "/key.pem",
                ];
            case EndpointKind.Ssh:
                return ["--host", _ssh!.Address.OriginalString];
            default:
                return [];
        }
    }
}
