using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A NATS server, for NATS.Net. It is ready when it sends its INFO message. The image needs no shell. Like the image's
/// default, it requires no authentication: a NATS server reads a password only from its arguments, which are visible in
/// many places, or from a file. Tested with <c>nats:2.9</c>.
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

    /// <summary>Plans a server.</summary>
    public static Plan<Nats> Run() => Run(new NatsSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Nats> Run(NatsSpec spec) => new ServiceDefinition<Nats>(spec, created => new Nats(created))
    {
        Ports = [Port],
        CompleteCommand = command => spec.JetStream ? [.. command, "--jetstream"] : command,
        Ready = Handshake.WaitFor(
            "NATS", Port, request: default, length: 5, response => response.AsSpan().SequenceEqual("INFO "u8)),
    }.Run();

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"nats://{address}";
}
