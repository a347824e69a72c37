using ContainerKit.Testing.Services;

namespace ContainerKit.Testing;

/// <summary>
/// A NATS server, for NATS.Net. Ready when it greets. Its image needs no shell. It lets in everybody who reaches it, as the image does: a
/// NATS server takes a password only from its arguments, which are shown in many places, or from a file. Tested with <c>nats:2.9</c>.
/// </summary>
/// <example><code>
/// await using var nats = await Nats.Run(new NatsSpec { JetStream = true });
/// await using var client = new NatsClient(nats.ConnectionString);
/// </code></example>
public sealed class Nats : Service
{
    private const int Port = 4222;

    private Nats(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans for a server.</summary>
    public static Plan<Nats> Run() => Run(new NatsSpec());

    /// <summary>Plans for a server as described.</summary>
    public static Plan<Nats> Run(NatsSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var ready = ProtocolProbe.For("NATS", Port, default, length: 5, answer => answer.AsSpan().SequenceEqual("INFO "u8));
        var container = spec.Describe(Port, new Dictionary<string, string>(), ready);
        if (spec.JetStream) container = container with { Command = [.. container.Command, "--jetstream"] };
        return Start(Image.Pull(spec.Image).Run(container), it => new Nats(it));
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"nats://{address}";
}
