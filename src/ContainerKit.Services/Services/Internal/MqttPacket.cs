using System.Buffers.Binary;
using System.Text;

namespace ContainerKit.Services.Internal;

/// <summary>
/// Packets of MQTT 3.1.1. The specification: https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html
/// </summary>
internal static class MqttPacket
{
    public const byte ConnectionAccepted = 0x20;
    public const byte Publication = 0x30;
    public const byte RetainFlag = 0x01;

    private const byte UserPasswordAndCleanSession = 0xC2;

    /// <summary>Creates a CONNECT packet with a clean session, 60 seconds of keep-alive, and an empty client id.</summary>
    public static byte[] Connect(string user, string password) =>
        Create(0x10, [0, 4, .. "MQTT"u8, 4, UserPasswordAndCleanSession, 0, 60, 0, 0, .. Field(user), .. Field(password)]);

    /// <summary>Creates a SUBSCRIBE packet for all topics, with delivery at most once.</summary>
    public static byte[] SubscribeToAll() => Create(0x82, [0, 1, .. Field("#"), 0]);

    /// <summary>Creates a PUBLISH packet without content.</summary>
    /// <param name="topic">The topic in UTF-8.</param>
    /// <param name="retain">Indicates whether the message replaces the retained one of the topic. An empty one removes it.</param>
    public static byte[] Publish(ReadOnlySpan<byte> topic, bool retain) =>
        Create(retain ? (byte)(Publication | RetainFlag) : Publication, Field(topic));

    private static byte[] Create(byte type, byte[] body)
    {
        var header = new List<byte> { type };
        var length = body.Length;
        for (; length > 127; length >>= 7) header.Add((byte)(length & 127 | 128));
        return [.. header, (byte)length, .. body];
    }

    private static byte[] Field(string text) => Field(Encoding.UTF8.GetBytes(text));

    private static byte[] Field(ReadOnlySpan<byte> text)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)text.Length));
        return [.. length, .. text];
    }
}
