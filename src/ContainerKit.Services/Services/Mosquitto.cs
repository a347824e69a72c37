using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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
        Ready = Handshake.WaitFor("MQTT", Port, CreateConnectPacket(spec), length: 4, response => response is [0x20, 2, _, 0]),
    }.Run();

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

    // The CONNECT packet of MQTT 3.1.1: its type and length, the protocol, the flags "user, password, clean session",
    // 60 seconds of keep-alive, an empty client id, the user and the password.
    private static byte[] CreateConnectPacket(MosquittoSpec spec)
    {
        byte[] body = [0, 4, .. "MQTT"u8, 4, 0xC2, 0, 60, 0, 0, .. Field(spec.User), .. Field(spec.Password)];
        var packet = new List<byte> { 0x10 };
        var length = body.Length;
        for (; length > 127; length >>= 7) packet.Add((byte)(length & 127 | 128));
        return [.. packet, (byte)length, .. body];

        static byte[] Field(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var length = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)bytes.Length));
            return [.. length, .. bytes];
        }
    }
}
