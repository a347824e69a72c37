using System.Text;
using ContainerKit.Terminals;

namespace ContainerKit.Tests.Terminals;

/// <summary>Terminal output as text, and the return of unmatched output to the byte buffer.</summary>
public sealed class TextBufferTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Terminal_output_split_at_any_byte_gives_the_same_text()
    {
        string[] words = ["plain", "grüße", "日本", "👍🏽", "\e[1;31mred\e[0m", "\e]0;title\a", "\r\n", "\e(B"];
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var shown = string.Concat(Enumerable.Range(0, 40).Select(_ => words[random.Next(words.Length)]));
            var bytes = Encoding.UTF8.GetBytes(shown);

            var (text, kept) = (new TextBuffer(keepEscapes: false), new TextBuffer(keepEscapes: true));
            foreach (var textBuffer in new[] { text, kept })
            {
                var buffer = new OutputBuffer();
                for (var position = 0; position < bytes.Length;)
                {
                    var length = Math.Min(random.Next(1, 9), bytes.Length - position);
                    await buffer.WriteAsync(OutputSource.Stdout, bytes.AsMemory(position, length), Token);
                    position += length;
                    if (random.Next(2) == 0) buffer.Access(textBuffer.Fill);
                }

                buffer.Access(textBuffer.Fill);
            }

            text.Text.ToString().Should().Be(AnsiEscapeFilter.Strip(shown), $"the seed was {seed}");
            kept.Text.ToString().Should().Be(shown, $"the seed was {seed}");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Unmatched_terminal_output_is_read_as_its_original_bytes()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (buffer, textBuffer) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
            var (stdout, stderr) = (new MemoryStream(), new MemoryStream());
            for (var piece = 0; piece < 30; piece++)
            {
                // Random bytes. Half of them are not valid UTF-8.
                var bytes = new byte[random.Next(20)];
                random.NextBytes(bytes);
                var source = random.Next(2) == 0 ? OutputSource.Stdout : OutputSource.Stderr;
                (source == OutputSource.Stdout ? stdout : stderr).Write(bytes);
                await buffer.WriteAsync(source, bytes, Token);
                // Fills and returns at random times, also in the middle of a character.
                if (random.Next(3) == 0) buffer.Access(textBuffer.Fill);
                if (random.Next(3) == 0) buffer.Access(textBuffer.Return);
            }

            buffer.Access(textBuffer.Fill);
            buffer.Access(textBuffer.Return);

            Rest(buffer, OutputSource.Stdout).Should().Equal(stdout.ToArray(), $"stdout of seed {seed} is complete");
            Rest(buffer, OutputSource.Stderr).Should().Equal(stderr.ToArray(), $"stderr of seed {seed} is complete");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Matched_terminal_output_is_consumed_and_the_rest_keeps_its_escape_sequences()
    {
        var (buffer, textBuffer) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        await buffer.WriteAsync(OutputSource.Stdout, Encoding.UTF8.GetBytes("\e[1mnäme:\e[0m rest"), Token);
        buffer.Access(textBuffer.Fill);

        textBuffer.Drop(textBuffer.Text.IndexOf("näme:") + "näme:".Length);
        buffer.Access(textBuffer.Return);

        Encoding.UTF8.GetString(Rest(buffer, OutputSource.Stdout)).Should().Be("\e[0m rest");
    }

    [Fact(Timeout = 60_000)]
    public async Task Stdout_and_stderr_of_a_terminal_are_read_in_their_order()
    {
        var (buffer, textBuffer) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        foreach (var (source, text) in new[] { (OutputSource.Stderr, "one "), (OutputSource.Stdout, "two "),
            (OutputSource.Stdout, "three "), (OutputSource.Stderr, "four") })
            await buffer.WriteAsync(source, Encoding.UTF8.GetBytes(text), Token);

        buffer.Access(textBuffer.Fill);
        textBuffer.Text.ToString().Should().Be("one two three four");

        // The order is kept after text was returned and filled again.
        textBuffer.Drop(2);
        buffer.Access(textBuffer.Return);
        await buffer.WriteAsync(OutputSource.Stdout, "!"u8.ToArray(), Token);
        buffer.Access(textBuffer.Fill);
        textBuffer.Text.ToString().Should().Be("e two three four!");
    }

    [Fact(Timeout = 60_000)]
    public async Task Terminal_output_that_never_matches_uses_bounded_memory()
    {
        var (buffer, textBuffer) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789\n", 1000)));
        for (var i = 0; i < 500; i++)
        {
            await buffer.WriteAsync(OutputSource.Stdout, piece, Token);
            buffer.Access(textBuffer.Fill);
            textBuffer.Text.Length.Should().BeLessThanOrEqualTo(TextBuffer.Capacity);
        }

        textBuffer.Text.Length
            .Should().BeGreaterThanOrEqualTo(TextBuffer.Capacity / 2 - piece.Length,
            "a match can span half of the buffer");
        (textBuffer.DroppedCount + textBuffer.Text.Length).Should().Be(500 * piece.Length);
        textBuffer.Text[^11..].ToString().Should().Be("0123456789\n");
    }

    [Fact(Timeout = 60_000)]
    public async Task Escape_sequences_without_text_between_them_use_bounded_memory()
    {
        var (buffer, textBuffer) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\e[31m", 5000)));
        // Counts this thread only, because tests run in parallel. No await below waits, so the thread stays the same.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
        {
            await buffer.WriteAsync(OutputSource.Stdout, piece, Token);
            buffer.Access(textBuffer.Fill);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
        GC.KeepAlive(textBuffer);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_incomplete_character_at_the_end_of_the_output_becomes_the_replacement_character()
    {
        var (buffer, textBuffer) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        await buffer.WriteAsync(OutputSource.Stdout, new byte[] { (byte)'a', 0xE2, 0x82 }, Token);
        buffer.Access(textBuffer.Fill);
        textBuffer.Text.ToString().Should().Be("a");

        textBuffer.Finish();

        textBuffer.Text.ToString().Should().Be("a\uFFFD");
    }

    private static byte[] Rest(OutputBuffer buffer, OutputSource source)
    {
        byte[] rest = [];
        buffer.Access(view =>
        {
            rest = new byte[view.GetBytes(source).Length];
            view.Take(source, rest);
        });
        return rest;
    }
}
