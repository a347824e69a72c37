using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A Kafka broker, for Confluent.Kafka. The connection string is the list of bootstrap servers. The broker is ready
/// when it responds to a request for its API versions. It requires no authentication. Written for
/// <c>apache/kafka:4.0.0</c>; the tests of this project run it only if that image can be pulled.
/// </summary>
/// <example><code>
/// await using var kafka = await Kafka.Run();
/// var config = new ProducerConfig { BootstrapServers = kafka.ConnectionString };
/// </code></example>
public sealed class Kafka : Service
{
    private const int Port = 9092;

    // A broker sends its clients the address at which they are to connect, so this machine and other containers need a
    // listener each.
    private const int InternalPort = 9093;
    private const int ControllerPort = 9094;

    // The broker also connects to itself, for transactions, and does not resolve its name on the default network. See
    // https://github.com/confluentinc/kafka-images/issues/259.
    private const int LocalPort = 9095;
    private const string TopicsTool = "/opt/kafka/bin/kafka-topics.sh";

    private const string Script = $"export KAFKA_ADVERTISED_LISTENERS=\"$(cat {AddressFile})\"; exec /etc/kafka/docker/run";

    // The tool accepts a list of topics, separated by commas.
    private static readonly string _resetScript =
        $"set -e; topics=\"$({TopicsTool} --bootstrap-server localhost:{LocalPort} --list --exclude-internal)\"; "
        + $"[ -z \"$topics\" ] || {TopicsTool} --bootstrap-server localhost:{LocalPort} --delete --if-exists "
        + "--topic \"$(printf %s \"$topics\" | tr '\\n' ',')\"";

    private Kafka(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans an empty broker.</summary>
    public static Plan<Kafka> Run() => Run(new KafkaSpec());

    /// <summary>Plans a broker with this configuration.</summary>
    public static Plan<Kafka> Run(KafkaSpec spec) => new ServiceDefinition<Kafka>(spec, created => new Kafka(created))
    {
        Ports = [Port],
        Variables = CreateVariables(),
        DefaultCommand = ["sh", "-c", Script],
        AddressText = (container, address) =>
            $"HOST://{address},INTERNAL://{container.Name}:{InternalPort},LOCAL://localhost:{LocalPort}",
        // The request ApiVersions (18) in version 0 with the correlation id 7 and no client id. The response begins with
        // its length and this id.
        Ready = Handshake.WaitFor(
            "Kafka", Port, new byte[] { 0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xFF, 0xFF }, length: 10,
            response => response is [_, _, _, _, 0, 0, 0, 7, 0, 0]),
    }.Run();

    /// <summary>
    /// Deletes all topics with their messages and the offsets of their consumers. The consumer groups remain.
    /// </summary>
    /// <exception cref="ExecFailedException">The broker did not delete the topics.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        Container.ExecAsync(["sh", "-c", _resetScript], cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) =>
        (address == InternalAddress ? new PortAddress(address.Host, InternalPort) : address).ToString();

    private static Dictionary<string, string> CreateVariables() => new()
    {
        ["KAFKA_NODE_ID"] = "1",
        ["KAFKA_PROCESS_ROLES"] = "broker,controller",
        ["KAFKA_CONTROLLER_QUORUM_VOTERS"] = $"1@localhost:{ControllerPort}",
        ["KAFKA_CONTROLLER_LISTENER_NAMES"] = "CONTROLLER",
        ["KAFKA_LISTENERS"] = $"HOST://:{Port},INTERNAL://:{InternalPort},LOCAL://localhost:{LocalPort},CONTROLLER://:{ControllerPort}",
        ["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] = "HOST:PLAINTEXT,INTERNAL:PLAINTEXT,LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
        ["KAFKA_INTER_BROKER_LISTENER_NAME"] = "LOCAL",
        ["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"] = "1",
        ["KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR"] = "1",
        ["KAFKA_TRANSACTION_STATE_LOG_MIN_ISR"] = "1",
        ["KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS"] = "0",
    };
}
