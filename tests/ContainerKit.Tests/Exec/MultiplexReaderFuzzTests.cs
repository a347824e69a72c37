using System.Buffers.Binary;
using System.Text;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Exec;

/// <summary>
/// Compares the reader with a simple reference reader on valid and damaged streams in random chunks, and measures its
/// allocations.
/// </summary>
public sealed class MultiplexReaderFuzzTests
{
    [Fact(Timeout = 120_000)]
    public async Task A_multiplexed_stream_in_random_chunks_is_read_as_by_the_reference_reader()
    {
        var outcomes = new Dictionary<string, int>();
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var wire = CreateBytes(random);
            var maxLength = random.Next(3) switch { 0 => 1, 1 => 20, _ => 100_000 };

            var expected = ReadWithReference(wire);
            var actual = await ReadAsync(wire, () => random.Next(1, maxLength + 1));

            actual.Should().Be(expected, $"the seed was {seed}");
            var kind = expected.End.Split(':')[0];
            outcomes[kind] = outcomes.GetValueOrDefault(kind) + 1;
        }

        outcomes.Keys.Should().BeEquivalentTo("end", "truncated", "error", "no frames");
        outcomes.Values.Should().OnlyContain(count => count > 20, "the streams cover every outcome");
    }

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

    /// <summary>Returns the bytes of some random frames, often with a defect.</summary>
    private static byte[] CreateBytes(Random random)
    {
        using var wire = new MemoryStream();
        for (var frames = random.Next(20); frames > 0; frames--)
        {
            var payload = new byte[random.Next(12) == 0 ? random.Next(70_000) : random.Next(40)];
            random.NextBytes(payload);
            var kind = random.Next(40) switch { 0 => 3, 1 => random.Next(4, 256), _ => random.Next(3) };
            if (kind == 3) payload = Encoding.ASCII.GetBytes("error " + frames);
            wire.Write(Frame(kind, payload));
        }

        var bytes = wire.ToArray();
        return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private static (string Stdout, string Stderr, string End) ReadWithReference(byte[] wire)
    {
        var (stdout, stderr, at) = (new List<byte>(), new List<byte>(), 0);
        while (at < wire.Length)
        {
            if (wire.Length - at < 8) return Result("truncated");
            var kind = wire[at];
            var length = BinaryPrimitives.ReadInt32BigEndian(wire.AsSpan(at + 4));
            var payload = wire.Skip(at + 8).Take(length).ToArray();
            if (kind == 3) return Result("error: " + Encoding.ASCII.GetString(payload));
            if (kind > 3) return Result("no frames");
            (kind == 2 ? stderr : stdout).AddRange(payload);
            if (payload.Length < length) return Result("truncated");
            at += 8 + length;
        }

        return Result("end");

        (string, string, string) Result(string end) => (Hash(stdout.ToArray()), Hash(stderr.ToArray()), end);
    }

    private static async Task<(string Stdout, string Stderr, string End)> ReadAsync(byte[] wire, Func<int> getReadLength)
    {
        using var reader = new MultiplexReader(new PartialReadStream(wire, getReadLength), tty: false);
        var (stdout, stderr, end) = (new MemoryStream(), new MemoryStream(), "end");
        try
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken) is { IsEnd: false } piece)
                (piece.Source == OutputSource.Stderr ? stderr : stdout).Write(piece.Bytes.Span);
        }
        catch (IOException e)
        {
            end = e is EndOfStreamException ? "truncated"
                : e.Message.Contains("not multiplexed", StringComparison.Ordinal) ? "no frames"
                : "error: " + e.Message[(e.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }

        return (Hash(stdout.ToArray()), Hash(stderr.ToArray()), end);
    }

    private static string Hash(byte[] bytes) =>
        $"{bytes.Length} bytes, {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}";

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
