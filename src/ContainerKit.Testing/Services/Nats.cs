namespace ContainerKit.Testing;

/// <summary>A NATS server, for NATS.Net. Ready when it greets. Its image needs no shell. Tested with <c>nats:2.9</c>.</summary>
/// <example><code>
/// await using var nats = await Nats.Run(new NatsSpec { JetStream = true });
/// await using var client = new NatsClient(nats.ConnectionString);
/// </code></example>
public sealed class Nats : Service
{
    private const int Port = 4222;

    private readonly NatsSpec _spec;

    private Nats(Container container, NatsSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans for a server.</summary>
    public static Plan<Nats> Run() => Run(new NatsSpec());

    /// <summary>Plans for a server as described.</summary>
    public static Plan<Nats> Run(NatsSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var container = spec.Describe(Port, new Dictionary<string, string>());
        container = container with
        {
            // The server takes them as arguments, and there is no shell that could put them there: they go into the raw request, so that no plan shows them.
            Customize = request =>
            {
                request.Cmd = [.. request.Cmd ?? [], "--user", spec.User, "--pass", spec.Password, .. spec.JetStream ? (string[])["--jetstream"] : []];
                spec.Container.Customize?.Invoke(request);
            },
        };
        return Start(Image.Pull(spec.Image).Run(container).Do(Handshake.Wait(Port, default, length: 5, answer => answer.AsSpan().SequenceEqual("INFO "u8))), it => new Nats(it, spec));
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"nats://{Uri.EscapeDataString(_spec.User)}:{Uri.EscapeDataString(_spec.Password)}@{address}";
}

/// <summary>How a NATS server is to run. Immutable.</summary>
public sealed record NatsSpec() : ServiceSpec("nats:2.9")
{
    /// <summary>The user. Default: <c>test</c>.</summary>
    public string User { get; init; } = "test";

    /// <summary>The user's password. Default: random.</summary>
    public string Password { get; init; } = NewPassword();

    /// <summary>Whether it keeps streams. Default: false.</summary>
    public bool JetStream { get; init; }
}
