using System.Buffers.Binary;
using System.Text;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Exec;

/// <summary>Compares the reader with a simple reference reader on valid and damaged streams in pieces of any length.</summary>
public sealed class MultiplexReaderFuzzTests
{
    private static readonly Gen<byte[]> _frame = Gen.Select(
        Gen.Frequency<int>((36, Gen.Int[0, 2]), (1, Gen.Const(3)), (1, Gen.Int[4, 255])),
        Gen.Frequency<byte[]>((11, Gen.Byte.Array[0, 40]), (1, Gen.Byte.Array[0, 70_000])))
        .Select((kind, payload) => Frame(kind, kind == 3 ? Encoding.ASCII.GetBytes($"error {payload.Length}") : payload));

    private static readonly Gen<byte[]> _stream = Gen.Select(
        _frame.Array[0, 20], Gen.Frequency<double>((2, Gen.Const(1.0)), (1, Gen.Double.Unit)))
        .Select((frames, part) =>
        {
            byte[] bytes = [.. frames.SelectMany(frame => frame)];
            return bytes[..(int)(bytes.Length * part)];
        });

    [Fact(Timeout = 120_000)]
    public async Task A_multiplexed_stream_in_random_pieces_is_read_as_by_the_reference_reader()
    {
        var ends = new HashSet<string>();
        await Property.HoldsAsync(Gen.Select(_stream, Gen.OneOf<int>(Gen.Int[1, 20], Gen.Int[1, 100_000]).Array[1, 5]), async input =>
        {
            var (wire, lengths) = input;
            var next = 0;

            var actual = await ReadAsync(wire, () => lengths[next++ % lengths.Length]);

            actual.Should().Be(ReadWithReference(wire));
            ends.Add(actual.End.Split(':')[0]);
        }, 500);

        ends.Should().BeEquivalentTo("end", "truncated", "error", "no frames");
    }

    [Fact(Timeout = 120_000)]
    public async Task Any_bytes_are_read_or_throw_IOException() =>
        await Property.HoldsAsync(
            Gen.OneOf<byte[]>(Gen.Byte.Array[0, 200], Damage.Of(Frame(1, [1, 2, 3]), [.. Frame(2, []), .. Frame(1, new byte[50])])),
            wire => ReadAsync(wire, () => 7));

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
}
