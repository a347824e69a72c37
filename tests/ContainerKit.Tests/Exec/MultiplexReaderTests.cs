using System.Buffers.Binary;
using System.Text;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Exec;

public sealed class MultiplexReaderTests
{
    private const int Stdout = 1;
    private const int Stderr = 2;

    [Fact(Timeout = 60_000)]
    public async Task Multiplexed_frames_in_random_chunks_give_the_bytes_of_stdout_and_stderr()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (wire, stdout, stderr) = (new MemoryStream(), new MemoryStream(), new MemoryStream());
            for (var frame = random.Next(30); frame > 0; frame--)
            {
                // Mostly small frames, as from a terminal. Some are larger than the reader's buffer.
                var payload = new byte[random.Next(4) == 0 ? random.Next(200 * 1024) : random.Next(50)];
                random.NextBytes(payload);
                var kind = random.Next(Stdout, Stderr + 1);
                wire.Write(Frame(kind, payload));
                (kind == Stdout ? stdout : stderr).Write(payload);
            }

            var maxLength = random.Next(4) == 0 ? 12 : 100_000;
            var read = await ReadAsync(wire.ToArray(), () => random.Next(1, maxLength));

            read.Stdout.AsSpan().SequenceEqual(stdout.ToArray()).Should().BeTrue($"stdout of seed {seed} is complete");
            read.Stderr.AsSpan().SequenceEqual(stderr.ToArray()).Should().BeTrue($"stderr of seed {seed} is complete");
        }
    }

    [Fact(Timeout = 10_000)]
    public async Task A_multiplexed_frame_can_be_split_at_any_byte()
    {
        byte[] wire = [.. Frame(Stdout, "out"u8), .. Frame(Stderr, "err"u8)];
        for (var at = 1; at < wire.Length; at++)
        {
            var isFirst = true;
            var read = await ReadAsync(wire, () =>
            {
                (var length, isFirst) = (isFirst ? at : int.MaxValue, false);
                return length;
            });

            (Text(read.Stdout), Text(read.Stderr)).Should().Be(("out", "err"), $"the frame was split at {at}");
        }
    }

    [Fact(Timeout = 10_000)]
    public async Task An_empty_multiplexed_frame_does_not_end_the_stream()
    {
        var read = await ReadAsync(
            [.. Frame(Stdout, []), .. Frame(Stderr, []), .. Frame(Stdout, "x"u8), .. Frame(Stdout, [])],
            () => int.MaxValue);

        Text(read.Stdout).Should().Be("x");
    }

    [Fact(Timeout = 10_000)]
    public async Task A_multiplexed_frame_of_stdin_is_returned_as_stdout() =>
        Text((await ReadAsync(Frame(0, "x"u8), () => int.MaxValue)).Stdout).Should().Be("x");

    [Theory(Timeout = 10_000)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task A_multiplexed_stream_that_ends_inside_a_frame_throws(int length)
    {
        var wire = Frame(Stdout, "out"u8)[..length];

        await FluentActions.Awaiting(() => ReadAsync(wire, () => 1))
            .Should().ThrowAsync<IOException>().WithMessage("*ended in the middle of a frame*");
    }

    [Fact(Timeout = 10_000)]
    public async Task An_engine_error_in_a_multiplexed_stream_throws_with_its_text()
    {
        byte[] wire = [.. Frame(Stdout, "out"u8), .. Frame(3, "log driver gave up\n"u8)];

        await FluentActions.Awaiting(() => ReadAsync(wire, () => 3))
            .Should().ThrowAsync<IOException>().WithMessage("*log driver gave up");
    }

    [Fact(Timeout = 10_000)]
    public async Task A_truncated_engine_error_in_a_multiplexed_stream_throws_with_its_text() =>
        await FluentActions.Awaiting(() => ReadAsync(Frame(3, "gave up"u8)[..12], () => 3))
            .Should().ThrowAsync<IOException>().WithMessage("*gave");

    [Fact(Timeout = 10_000)]
    public async Task A_very_long_engine_error_in_a_multiplexed_stream_is_shortened()
    {
        var error = await FluentActions.Awaiting(() => ReadAsync(Frame(3, new byte[1024 * 1024]), () => 1000))
            .Should().ThrowAsync<IOException>();

        error.Which.Message.Length.Should().BeLessThan(100_000);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_stream_that_is_not_multiplexed_throws() =>
        await FluentActions.Awaiting(() => ReadAsync("plain text"u8.ToArray(), () => 100))
            .Should().ThrowAsync<IOException>().WithMessage("*not multiplexed output*112*");

    [Fact(Timeout = 10_000)]
    public async Task Output_of_a_terminal_is_read_without_frames()
    {
        var wire = Frame(Stderr, "x"u8);

        var read = await ReadAsync(wire, () => 3, tty: true);

        read.Stdout.Should().Equal(wire);
        read.Stderr.Should().BeEmpty();
    }

    [Fact(Timeout = 10_000)]
    public async Task Reading_a_multiplexed_stream_can_be_canceled()
    {
        using var reader = new MultiplexReader(new PartialReadStream(Frame(Stdout, "x"u8), () => 1), tty: false);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => reader.ReadAsync(cancellation.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory(Timeout = 10_000)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(1000)]
    public async Task Merged_frames_have_the_same_bytes_in_fewer_pieces(int readLength)
    {
        byte[] wire =
        [
            .. Frame(Stdout, "one\n"u8), .. Frame(Stdout, "two\n"u8), .. Frame(Stdout, []), .. Frame(Stderr, "bad\n"u8),
            .. Frame(Stderr, "worse\n"u8), .. Frame(Stdout, "three\n"u8),
        ];
        using var reader = new MultiplexReader(new PartialReadStream(wire, () => readLength), tty: false) { MergesFrames = true };
        var (stdout, stderr, pieces) = (new MemoryStream(), new MemoryStream(), 0);

        while (await reader.ReadAsync(TestContext.Current.CancellationToken) is { IsEnd: false } piece)
        {
            (piece.Source == OutputSource.Stderr ? stderr : stdout).Write(piece.Bytes.Span);
            pieces++;
        }

        Text(stdout.ToArray()).Should().Be("one\ntwo\nthree\n");
        Text(stderr.ToArray()).Should().Be("bad\nworse\n");
        // Stdout, stderr and stdout; shorter reads split them.
        if (readLength == 1000) pieces.Should().Be(3);
        else pieces.Should().BeGreaterThan(3);
    }

    private static byte[] Frame(int kind, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[8 + payload.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame.AsSpan(8));
        return frame;
    }

    private static async Task<(byte[] Stdout, byte[] Stderr)> ReadAsync(byte[] wire, Func<int> getReadLength,
        bool tty = false)
    {
        using var reader = new MultiplexReader(new PartialReadStream(wire, getReadLength), tty);
        var (stdout, stderr) = (new MemoryStream(), new MemoryStream());
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) is { IsEnd: false } piece)
            (piece.Source == OutputSource.Stderr ? stderr : stdout).Write(piece.Bytes.Span);
        return (stdout.ToArray(), stderr.ToArray());
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
