using System.Buffers.Binary;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Exec;

/// <summary>Measures the allocations of the reader.</summary>
public sealed class MultiplexReaderAllocationTests
{
    [Fact(Timeout = 60_000)]
    public async Task Reading_a_multiplexed_frame_allocates_no_memory()
    {
        var frame = Frame(1, new byte[80]);
        await MeasureAsync(frame, 100);

        var few = await MeasureAsync(frame, 100);
        var many = await MeasureAsync(frame, 1_000_000);

        // A Debug build allocates a little per read of the connection, which covers hundreds of frames. A Release build
        // allocates nothing.
        (many - few).Should().BeLessThan(1_000_000, "that is less than one byte per frame");
    }

    // Runs on one thread, because the stream's reads complete synchronously.
    private static async Task<long> MeasureAsync(byte[] frame, int frames)
    {
        var stream = new RepeatingStream(frame, frames);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = new MultiplexReader(stream, tty: false);
        var bytes = 0L;
        while (await reader.ReadAsync(CancellationToken.None) is { IsEnd: false } piece) bytes += piece.Bytes.Length;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        bytes.Should().Be((long)frames * (frame.Length - 8));
        return allocated;
    }

    private static byte[] Frame(int kind, byte[] payload)
    {
        var frame = new byte[8 + payload.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    /// <summary>A stream that repeats the same bytes and allocates nothing.</summary>
    private sealed class RepeatingStream(byte[] bytes, long times) : Stream
    {
        private long _remaining = bytes.Length * times;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, _remaining);
            for (var copied = 0; copied < count;)
            {
                var from = (int)((bytes.Length - (_remaining % bytes.Length)) % bytes.Length);
                var part = Math.Min(count - copied, bytes.Length - from);
                bytes.AsSpan(from, part).CopyTo(buffer[copied..]);
                copied += part;
                _remaining -= part;
            }

            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
