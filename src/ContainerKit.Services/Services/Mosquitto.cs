using System.Net.Sockets;
using System.Security.Cryptography;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A Mosquitto broker, for MQTTnet. It is ready when it accepts the user. Tested with <c>eclipse-mosquitto:2.0</c>.
/// </summary>
/// <example><code>
/// await using var broker = await Mosquitto.Run();
/// var options = new MqttClientOptionsBuilder().WithConnectionUri(broker.ConnectionString).Build();
/// </code></example>
public sealed class Mosquitto : Service
{
    private const int Port = 1883;
    private const string Configuration =
        "listener 1883\nallow_anonymous false\npassword_file /mosquitto/config/passwords\npersistence false\n";

    private readonly MosquittoSpec _spec;

    private Mosquitto(Container container, MosquittoSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>The user.</summary>
    public string User => _spec.User;

    /// <summary>The user's password. MQTTnet does not decode an escaped password in a connection string.</summary>
    public string Password => _spec.Password;

    /// <summary>Plans a broker.</summary>
    public static Plan<Mosquitto> Run() => Run(new MosquittoSpec());

    /// <summary>Plans a broker with this configuration.</summary>
    public static Plan<Mosquitto> Run(MosquittoSpec spec) => new ServiceDefinition<Mosquitto>(spec, created => new Mosquitto(created, spec))
    {
        Ports = [Port],
        // The entrypoint of the image gives the files to the user of the broker.
        Files =
        [
            new("/mosquitto/config/mosquitto.conf", Configuration),
            new("/mosquitto/config/passwords", CreatePasswordFile(spec)),
        ],
        // The response is a CONNACK packet with the return code 0.
        Ready = Handshake.WaitFor(
            "MQTT", Port, MqttPacket.Connect(spec.User, spec.Password), length: 4,
            response => response is [MqttPacket.ConnectionAccepted, 2, _, 0]),
    }.Run();

    /// <summary>Removes all retained messages. Messages that wait for a client with a persistent session stay.</summary>
    /// <exception cref="IOException">
    /// The broker closed the connection, or clients go on publishing retained messages.
    /// </exception>
    /// <exception cref="SocketException">The broker is not reachable.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        MqttRetained.RemoveAllAsync(Address, User, Password, cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) =>
        $"mqtt://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@{address}";

    // A line of mosquitto_passwd: the hash function PBKDF2 with SHA-512, its iterations, the salt and the hash.
    private static string CreatePasswordFile(MosquittoSpec spec)
    {
        const int Iterations = 101;
        var salt = RandomNumberGenerator.GetBytes(12);
        var hash = Rfc2898DeriveBytes.Pbkdf2(spec.Password, salt, Iterations, HashAlgorithmName.SHA512, outputLength: 64);
        return $"{spec.User}:$7${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}\n";
    }
}
