using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Services.Internal;

/// <summary>Removes the retained messages of an MQTT broker.</summary>
internal sealed class MqttRetained : IDisposable
{
    // A client that goes on publishing retained messages would never let a removal end.
    private const int MaximumRounds = 20;

    private readonly TcpClient _client = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private MqttRetained()
    {
    }

    /// <summary>Removes the retained messages of all topics.</summary>
    /// <exception cref="IOException">The broker closed the connection, or retained messages are still being published.</exception>
    /// <exception cref="SocketException">The broker is not reachable.</exception>
    public static async Task RemoveAllAsync(PortAddress address, string user, string password, CancellationToken cancellationToken)
    {
        using var broker = new MqttRetained();
        await broker._client.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
        var stream = broker._client.GetStream();
        await stream.WriteAsync(MqttPacket.Connect(user, password), cancellationToken).ConfigureAwait(false);
        using var reader = new BufferedStream(stream, 16 * 1024);
        for (var round = 0; round < MaximumRounds; round++)
        {
            if (await broker.RemoveAsync(stream, reader, cancellationToken).ConfigureAwait(false) == 0) return;
        }

        throw new IOException("Clients of the broker go on publishing retained messages.");
    }

    public void Dispose() => _client.Dispose();

    // A broker sends the retained messages at each subscription, before it reads further packets. So the own message is the last one.
    private async Task<int> RemoveAsync(NetworkStream stream, BufferedStream reader, CancellationToken cancellationToken)
    {
        var last = Encoding.ASCII.GetBytes($"containerkit/reset/{Guid.NewGuid():N}");
        await stream.WriteAsync(MqttPacket.SubscribeToAll(), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(MqttPacket.Publish(last, retain: false), cancellationToken).ConfigureAwait(false);
        for (var count = 0; ;)
        {
            var (type, length) = await ReadHeaderAsync(reader, cancellationToken).ConfigureAwait(false);
            if ((type & 0xF0) != MqttPacket.Publication)
            {
                await SkipAsync(reader, length, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var topic = await ReadTopicAsync(reader, length, cancellationToken).ConfigureAwait(false);
            await SkipAsync(reader, length - 2 - topic.Length, cancellationToken).ConfigureAwait(false);
            if (topic.AsSpan().SequenceEqual(last)) return count;
            if ((type & MqttPacket.RetainFlag) == 0) continue;
            await stream.WriteAsync(MqttPacket.Publish(topic, retain: true), cancellationToken).ConfigureAwait(false);
            count++;
        }
    }

    // The length has seven bits in each byte, the lowest first, in at most four bytes.
    private async Task<(byte Type, int Length)> ReadHeaderAsync(BufferedStream reader, CancellationToken cancellationToken)
    {
        await reader.ReadExactlyAsync(_buffer.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
        var type = _buffer[0];
        var length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            await reader.ReadExactlyAsync(_buffer.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
            length |= (_buffer[0] & 127) << shift;
            if (_buffer[0] < 128) return (type, length);
        }

        throw new IOException("The broker sent a packet with an invalid length.");
    }

    private async Task<byte[]> ReadTopicAsync(BufferedStream reader, int packetLength, CancellationToken cancellationToken)
    {
        await reader.ReadExactlyAsync(_buffer.AsMemory(0, 2), cancellationToken).ConfigureAwait(false);
        var topic = new byte[BinaryPrimitives.ReadUInt16BigEndian(_buffer)];
        if (packetLength < 2 + topic.Length) throw new IOException("The broker sent a message with an invalid topic.");
        await reader.ReadExactlyAsync(topic, cancellationToken).ConfigureAwait(false);
        return topic;
    }

    private async Task SkipAsync(BufferedStream reader, int length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var piece = Math.Min(length, _buffer.Length);
            await reader.ReadExactlyAsync(_buffer.AsMemory(0, piece), cancellationToken).ConfigureAwait(false);
            length -= piece;
        }
    }
}
