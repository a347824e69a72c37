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
    private const int MaximumErrorLength = 64 << 10;

    /// <summary>Reads the frames up to the end of the log.</summary>
    /// <exception cref="ServiceLogException">
    /// The engine reported an error in the log, or the log ended in the middle of a frame.
    /// </exception>
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
            if (length < HeaderLength) throw BrokeOff();
            var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            if (header[0] > ErrorFrame || size > MaximumFrameLength)
                throw new ServiceLogException(
                    $"The engine's log is not multiplexed output: a frame has the stream type {header[0]} and {size} bytes.");
            if (buffer.Length < size) buffer = new byte[size];
            length = await stream.ReadAtLeastAsync(
                buffer.AsMemory(0, (int)size), (int)size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (length < size) throw BrokeOff();
            if (header[0] == ErrorFrame)
                throw new ServiceLogException("The engine reported: " + DecodeError(buffer.AsSpan(0, (int)size)));
            yield return (header[0] == 2 ? OutputSource.Stderr : OutputSource.Stdout, buffer.AsMemory(0, (int)size));
        }
    }

    private static ServiceLogException BrokeOff() => new("The engine's log ended in the middle of a frame.");

    private static string DecodeError(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaximumErrorLength)]).Trim();
}
