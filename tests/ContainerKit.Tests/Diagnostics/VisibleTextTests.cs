using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Diagnostics;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain ä 😀\n\tx", "plain ä 😀\n\tx", @"plain ä 😀\n\tx")]
    [InlineData("\u001b[2J", @"\x1b[2J", @"\x1b[2J")]
    [InlineData("\0\u0007\u007f\u0085\u009b", @"\x00\x07\x7f\u0085\u009b", @"\x00\x07\x7f\u0085\u009b")]
    [InlineData("a\r\nb\rc", "a\nb\\rc", @"a\r\nb\rc")]
    [InlineData("\u2028\u202e\u2066\u200f\u061c", @"\u2028\u202e\u2066\u200f\u061c", @"\u2028\u202e\u2066\u200f\u061c")]
    [InlineData("", "", "")]
    public void Control_characters_are_visible_in_a_block_and_in_a_line(string text, string block, string line)
    {
        VisibleText.Block(text).Should().Be(block);
        VisibleText.Line(text).Should().Be(line);
    }

    [Fact]
    public void A_text_without_control_characters_is_returned_without_an_allocation()
    {
        var text = new string('x', 1000);

        VisibleText.Block(text).Should().BeSameAs(text);
        VisibleText.Line(text).Should().BeSameAs(text);
    }

    [Fact]
    public void A_long_text_is_shortened_in_its_middle()
    {
        var text = new string('a', 5000) + new string('b', 5000);

        VisibleText.Shorten(text, 100).Should().Be(new string('a', 75) + "...(9900 more characters)..." + new string('b', 25));
        VisibleText.Shorten("short", 100).Should().Be("short");
        ErrorText.FormatCommand([.. Enumerable.Repeat(text, 1000)]).Length.Should().BeLessThan(3000);
    }

    [Theory]
    [InlineData(@"sh $'\x1b[2J\'\\\n'", "sh", "\u001b[2J'\\\n")]
    [InlineData("sh 'a\nb'", "sh", "a\nb")]
    public void An_argument_with_control_characters_is_quoted_with_escapes(string shown, params string[] command) =>
        ErrorText.FormatCommand(command).Should().Be(shown);

    [Fact]
    public void The_tail_of_an_output_of_bytes_is_that_of_its_text()
    {
        foreach (var text in new[] { "", " \n", "one\r\ntwo\n\n", new string('ä', 100_000), string.Join('\n', Enumerable.Range(1, 5000)) })
            ErrorText.Tail("stdout", System.Text.Encoding.UTF8.GetBytes(text)).Should().Be(ErrorText.Tail("stdout", text));
    }

    [Fact]
    public void The_tail_of_a_log_holds_the_last_lines_and_the_end_of_each_line()
    {
        var tail = new LogTail(maximumLines: 3, maximumChars: 10);
        for (var i = 0; i < 100; i++) Push(OutputSource.Stdout, $"line {i}\n");
        Push(OutputSource.Stderr, "unfinished ");
        for (var i = 0; i < 1000; i++) Push(OutputSource.Stdout, "0123456789");
        Push(OutputSource.Stdout, "end\r\n");
        Push(OutputSource.Stderr, "error");

        tail.ToString().Should().Be("line 99\n3456789end\nshed error");

        void Push(OutputSource source, string text) =>
            tail.Push(new OutputPiece(source, System.Text.Encoding.UTF8.GetBytes(text), IsFrameStart: true));
    }
}
