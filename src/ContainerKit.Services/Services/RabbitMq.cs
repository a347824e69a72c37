using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A RabbitMQ broker, for RabbitMQ.Client. It is ready when it responds in AMQP. Tested with <c>rabbitmq:3.10</c>.
/// </summary>
/// <example><code>
/// await using var rabbit = await RabbitMq.Run();
/// await using var connection = await new ConnectionFactory { Uri = new Uri(rabbit.ConnectionString) }.CreateConnectionAsync();
/// </code></example>
public sealed class RabbitMq : Service
{
    private const int Port = 5672;

    // $1: the virtual host, $2: the user.
    private const string ResetScript =
        "set -e; rabbitmqctl -q delete_vhost \"$1\"; rabbitmqctl -q add_vhost \"$1\"; "
        + "rabbitmqctl -q set_permissions -p \"$1\" \"$2\" '.*' '.*' '.*'";

    private readonly RabbitMqSpec _spec;

    private RabbitMq(Container container, RabbitMqSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans a broker.</summary>
    public static Plan<RabbitMq> Run() => Run(new RabbitMqSpec());

    /// <summary>Plans a broker with this configuration.</summary>
    public static Plan<RabbitMq> Run(RabbitMqSpec spec) => new ServiceDefinition<RabbitMq>(spec, created => new RabbitMq(created, spec))
    {
        Ports = [Port],
        Variables = new Dictionary<string, string>
        {
            ["RABBITMQ_DEFAULT_USER"] = spec.User,
            ["RABBITMQ_DEFAULT_PASS"] = spec.Password,
            ["RABBITMQ_DEFAULT_VHOST"] = spec.VirtualHost,
        },
        // The client sends the protocol header of AMQP 0-9-1. The response is a frame of type 1 on channel 0. The
        // broker starts to listen after it has created its users and virtual hosts.
        Ready = Handshake.WaitFor("AMQP", Port, "AMQP\0\0\x9\x1"u8.ToArray(), length: 3, response => response is [1, 0, 0]),
    }.Run();

    /// <summary>
    /// Removes all exchanges, queues and messages: deletes the virtual host and adds it again. The broker closes the
    /// connections of clients to it.
    /// </summary>
    /// <exception cref="ExecFailedException">The broker did not delete or add the virtual host.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        Container.ExecAsync(["sh", "-c", ResetScript, "sh", _spec.VirtualHost, _spec.User], cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address)
    {
        var credentials = $"{Uri.EscapeDataString(_spec.User)}:{Uri.EscapeDataString(_spec.Password)}";
        return $"amqp://{credentials}@{address}/{Uri.EscapeDataString(_spec.VirtualHost)}";
    }
}
