using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ContainerKit.Swarm.Services;

/// <summary>
/// Reads the frames of a log of a service or a task. Each frame is one message: a line with its line end, or a part of a long line.
/// </summary>
internal static class LogFrames
{
    private const int HeaderLength = 8;
    private const int ErrorFrame = 3;
    private const int MaximumFrameLength = 64 << 20;

    /// <summary>Reads the frames up to the end of the log.</summary>
    /// <exception cref="IOException">The engine reported an error in the log, or the log ended in the middle of a frame.</exception>
    public static async IAsyncEnumerable<(OutputSource Source, ReadOnlyMemory<byte> Bytes)> ReadAsync(
        Stream stream, bool tty, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        var buffer = new byte[32 * 1024];
        while (true)
        {
            if (tty)
            {
                var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0) yield break;
                yield return (OutputSource.Stdout, buffer.AsMemory(0, read));
                continue;
            }

            var length = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            if (length == 0) yield break;
            if (length < HeaderLength) throw new EndOfStreamException("The engine's log ended in the middle of a frame.");
            var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            if (header[0] > ErrorFrame || size > MaximumFrameLength)
                throw new IOException($"The engine's log is not multiplexed output: a frame has the stream type {header[0]}.");
            if (buffer.Length < size) buffer = new byte[size];
            await stream.ReadExactlyAsync(buffer.AsMemory(0, (int)size), cancellationToken).ConfigureAwait(false);
            if (header[0] == ErrorFrame)
                throw new IOException("The engine reported: " + Encoding.UTF8.GetString(buffer.AsSpan(0, (int)size)).Trim());
            yield return (header[0] == 2 ? OutputSource.Stderr : OutputSource.Stdout, buffer.AsMemory(0, (int)size));
        }
    }
}
