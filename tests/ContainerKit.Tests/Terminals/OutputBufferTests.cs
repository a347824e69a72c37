using ContainerKit.Terminals;

namespace ContainerKit.Tests.Terminals;

public sealed class OutputBufferTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_full_output_buffer_makes_the_writer_wait()
    {
        var buffer = new OutputBuffer();
        await buffer.WriteAsync(OutputSource.Stdout, new byte[OutputBuffer.Capacity - 1], Token);

        var writing = buffer.WriteAsync(OutputSource.Stdout, new byte[2], Token).AsTask();
        writing.IsCompleted.Should().BeFalse();
        await buffer.WriteAsync(OutputSource.Stderr, new byte[10], Token);
        buffer.Access(view => view.Take(OutputSource.Stdout, new byte[1]));

        await writing;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_writer_that_waits_for_a_full_output_buffer_can_be_canceled()
    {
        var buffer = new OutputBuffer();
        using var cancellation = new CancellationTokenSource();
        var writing = buffer.WriteAsync(OutputSource.Stdout, new byte[OutputBuffer.Capacity + 1], cancellation.Token)
            .AsTask();

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => writing).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void An_output_buffer_allows_one_reader_per_output_at_a_time()
    {
        var buffer = new OutputBuffer();
        using (buffer.AcquireReader(OutputSource.Stdout))
        using (buffer.AcquireReader(OutputSource.Stderr))
        {
            FluentActions.Invoking(() => buffer.AcquireReader(OutputSource.Stdout))
                .Should().Throw<InvalidOperationException>().WithMessage("*being read already*");
            FluentActions.Invoking(() => buffer.AcquireReader(null)).Should().Throw<InvalidOperationException>();
        }

        using (buffer.AcquireReader(null))
            FluentActions.Invoking(() => buffer.AcquireReader(OutputSource.Stderr)).Should().Throw<InvalidOperationException>();
        buffer.AcquireReader(null).Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Buffered_output_is_read_before_the_failure()
    {
        var buffer = new OutputBuffer();
        await using var stream = new TerminalOutputStream(buffer, OutputSource.Stdout, new TextBuffer(keepEscapes: false));
        await buffer.WriteAsync(OutputSource.Stdout, "ab"u8.ToArray(), Token);
        buffer.Complete(new IOException("cut"));

        var read = new byte[10];
        (await stream.ReadAsync(read, Token)).Should().Be(2);
        await FluentActions.Awaiting(() => stream.ReadAsync(read, Token).AsTask())
            .Should().ThrowAsync<IOException>().WithMessage("cut");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_terminal_output_stream_waits_for_output_and_ends_with_the_buffer()
    {
        var buffer = new OutputBuffer();
        await using var stream = new TerminalOutputStream(buffer, OutputSource.Stderr, new TextBuffer(keepEscapes: false));
        var read = new byte[3];

        var reading = stream.ReadAsync(read, Token).AsTask();
        await buffer.WriteAsync(OutputSource.Stdout, "other"u8.ToArray(), Token);
        reading.IsCompleted.Should().BeFalse();
        await buffer.WriteAsync(OutputSource.Stderr, "abcd"u8.ToArray(), Token);
        (await reading).Should().Be(3);
        (await stream.ReadAsync(Memory<byte>.Empty, Token))
            .Should().Be(0, "an empty read waits for output and consumes nothing");
        (await stream.ReadAsync(read, Token)).Should().Be(1);
        buffer.Complete(null);
        (await stream.ReadAsync(read, Token)).Should().Be(0);
    }

    [Fact]
    public void A_terminal_output_stream_rejects_blocking_calls()
    {
        using var stream =
            new TerminalOutputStream(new OutputBuffer(), OutputSource.Stdout, new TextBuffer(keepEscapes: false));

        FluentActions.Invoking(() => stream.ReadByte()).Should().Throw<NotSupportedException>().WithMessage("*ReadAsync*");
        FluentActions.Invoking(() => stream.WriteByte(1)).Should().Throw<NotSupportedException>();
        (stream.CanRead, stream.CanWrite, stream.CanSeek).Should().Be((true, false, false));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_canceled_read_of_a_terminal_output_stream_consumes_nothing()
    {
        var buffer = new OutputBuffer();
        await using var stream = new TerminalOutputStream(buffer, OutputSource.Stdout, new TextBuffer(keepEscapes: false));
        using var cancellation = new CancellationTokenSource();
        var reading = stream.ReadAsync(new byte[1], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => reading).Should().ThrowAsync<OperationCanceledException>();

        await buffer.WriteAsync(OutputSource.Stdout, "x"u8.ToArray(), Token);

        (await stream.ReadAsync(new byte[1], Token)).Should().Be(1);
    }
}
