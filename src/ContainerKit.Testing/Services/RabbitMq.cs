using ContainerKit.Testing.Services;

namespace ContainerKit.Testing;

/// <summary>A RabbitMQ broker, for RabbitMQ.Client. Ready when it answers in AMQP. Tested with <c>rabbitmq:3.10</c>.</summary>
/// <example><code>
/// await using var rabbit = await RabbitMq.Run();
/// await using var connection = await new ConnectionFactory { Uri = new Uri(rabbit.ConnectionString) }.CreateConnectionAsync();
/// </code></example>
public sealed class RabbitMq : Service
{
    private const int Port = 5672;

    private readonly RabbitMqSpec _spec;

    private RabbitMq(Container container, RabbitMqSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans for a broker.</summary>
    public static Plan<RabbitMq> Run() => Run(new RabbitMqSpec());

    /// <summary>Plans for a broker as described.</summary>
    public static Plan<RabbitMq> Run(RabbitMqSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        // A client names its protocol, AMQP 0-9-1; the answer is a frame of type 1 on channel 0. The broker listens once its users and virtual
        // hosts are there.
        var ready = ProtocolProbe.For("AMQP", Port, "AMQP\0\0\x9\x1"u8.ToArray(), length: 3, answer => answer is [1, 0, 0]);
        var container = spec.Describe(Port, new Dictionary<string, string>
        {
            ["RABBITMQ_DEFAULT_USER"] = spec.User,
            ["RABBITMQ_DEFAULT_PASS"] = spec.Password,
            ["RABBITMQ_DEFAULT_VHOST"] = spec.VirtualHost,
        }, ready);
        return Start(Image.Pull(spec.Image).Run(container), it => new RabbitMq(it, spec));
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) =>
        $"amqp://{Uri.EscapeDataString(_spec.User)}:{Uri.EscapeDataString(_spec.Password)}@{address}/{Uri.EscapeDataString(_spec.VirtualHost)}";
}
