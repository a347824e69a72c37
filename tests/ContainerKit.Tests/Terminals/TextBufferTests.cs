using System.Text;
using ContainerKit.Terminals;

namespace ContainerKit.Tests.Terminals;

/// <summary>The output as text, and what goes back to be read as bytes.</summary>
public sealed class TextBufferTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Pieces_cut_anywhere_give_the_same_text()
    {
        string[] words = ["plain", "grüße", "日本", "👍🏽", "\e[1;31mred\e[0m", "\e]0;title\a", "\r\n", "\e(B"];
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var shown = string.Concat(Enumerable.Range(0, 40).Select(_ => words[random.Next(words.Length)]));
            var bytes = Encoding.UTF8.GetBytes(shown);

            var (text, kept) = (new TextBuffer(keepEscapes: false), new TextBuffer(keepEscapes: true));
            foreach (var window in new[] { text, kept })
            {
                var buffer = new OutputBuffer();
                for (var at = 0; at < bytes.Length;)
                {
                    var length = Math.Min(random.Next(1, 9), bytes.Length - at);
                    await buffer.WriteAsync(OutputSource.Stdout, bytes.AsMemory(at, length), Token);
                    at += length;
                    if (random.Next(2) == 0) buffer.Look(window.Fill);
                }

                buffer.Look(window.Fill);
            }

            text.Text.ToString().Should().Be(AnsiEscapeFilter.Strip(shown), $"seed {seed}");
            kept.Text.ToString().Should().Be(shown, $"seed {seed}");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_not_matched_is_read_as_the_bytes_it_came_as()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (buffer, window) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
            var (stdout, stderr) = (new MemoryStream(), new MemoryStream());
            for (var piece = 0; piece < 30; piece++)
            {
                // Bytes of any kind: half of them are no UTF-8.
                var bytes = new byte[random.Next(20)];
                random.NextBytes(bytes);
                var source = random.Next(2) == 0 ? OutputSource.Stdout : OutputSource.Stderr;
                (source == OutputSource.Stdout ? stdout : stderr).Write(bytes);
                await buffer.WriteAsync(source, bytes, Token);
                // Read as text, and given back, at any time, also in the middle of a character.
                if (random.Next(3) == 0) buffer.Look(window.Fill);
                if (random.Next(3) == 0) buffer.Look(window.Return);
            }

            buffer.Look(window.Fill);
            buffer.Look(window.Return);

            Rest(buffer, OutputSource.Stdout).Should().Equal(stdout.ToArray(), $"stdout of seed {seed} is whole");
            Rest(buffer, OutputSource.Stderr).Should().Equal(stderr.ToArray(), $"stderr of seed {seed} is whole");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_matched_is_gone_and_what_follows_is_there_with_its_escapes()
    {
        var (buffer, window) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        await buffer.WriteAsync(OutputSource.Stdout, Encoding.UTF8.GetBytes("\e[1mnäme:\e[0m rest"), Token);
        buffer.Look(window.Fill);

        window.Drop(window.Text.IndexOf("näme:") + "näme:".Length);
        buffer.Look(window.Return);

        Encoding.UTF8.GetString(Rest(buffer, OutputSource.Stdout)).Should().Be("\e[0m rest");
    }

    [Fact(Timeout = 60_000)]
    public async Task Both_outputs_come_in_their_order()
    {
        var (buffer, window) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        foreach (var (source, text) in new[] { (OutputSource.Stderr, "one "), (OutputSource.Stdout, "two "), (OutputSource.Stdout, "three "), (OutputSource.Stderr, "four") })
            await buffer.WriteAsync(source, Encoding.UTF8.GetBytes(text), Token);

        buffer.Look(window.Fill);
        window.Text.ToString().Should().Be("one two three four");

        // Given back and taken again, too.
        window.Drop(2);
        buffer.Look(window.Return);
        await buffer.WriteAsync(OutputSource.Stdout, "!"u8.ToArray(), Token);
        buffer.Look(window.Fill);
        window.Text.ToString().Should().Be("e two three four!");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_never_writes_what_is_expected_costs_bounded_memory()
    {
        var (buffer, window) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789\n", 1000)));
        for (var i = 0; i < 500; i++)
        {
            await buffer.WriteAsync(OutputSource.Stdout, piece, Token);
            buffer.Look(window.Fill);
            window.Text.Length.Should().BeLessThanOrEqualTo(TextBuffer.Capacity);
        }

        window.Text.Length.Should().BeGreaterThanOrEqualTo(TextBuffer.Capacity / 2 - piece.Length, "a match may reach over half of the window");
        (window.Dropped + window.Text.Length).Should().Be(500 * piece.Length);
        window.Text[^11..].ToString().Should().Be("0123456789\n");
    }

    [Fact(Timeout = 60_000)]
    public async Task Escapes_without_a_text_between_them_cost_bounded_memory()
    {
        var (buffer, window) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\e[31m", 5000)));
        // This thread's own figure: tests run side by side. Nothing here has to wait, so it stays the same thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
        {
            await buffer.WriteAsync(OutputSource.Stdout, piece, Token);
            buffer.Look(window.Fill);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
        GC.KeepAlive(window);
    }

    [Fact(Timeout = 60_000)]
    public async Task At_the_end_half_a_character_is_one_that_is_not_valid()
    {
        var (buffer, window) = (new OutputBuffer(), new TextBuffer(keepEscapes: false));
        await buffer.WriteAsync(OutputSource.Stdout, new byte[] { (byte)'a', 0xE2, 0x82 }, Token);
        buffer.Look(window.Fill);
        window.Text.ToString().Should().Be("a");

        window.Finish();

        window.Text.ToString().Should().Be("a\uFFFD");
    }

    private static byte[] Rest(OutputBuffer buffer, OutputSource source)
    {
        byte[] rest = [];
        buffer.Look(all =>
        {
            rest = new byte[all.BytesOf(source).Length];
            all.Take(source, rest);
        });
        return rest;
    }
}
