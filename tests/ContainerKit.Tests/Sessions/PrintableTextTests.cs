using ContainerKit.Sessions;

namespace ContainerKit.Tests.Sessions;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("two\r\nlines\tä", "two\nlines\tä")]
    [InlineData("\u001b[2J\u009b\u0007", @"\x1b[2J\x9b\x07")]
    [InlineData("a\u202eb\u2066\u2028", @"a\u202eb\u2066\u2028")]
    public void Control_characters_are_escaped(string text, string expected) => PrintableText.Escape(text).Should().Be(expected);

    [Fact]
    public void A_line_has_no_line_break_and_a_limited_length()
    {
        PrintableText.EscapeLine("a\nb\r").Should().Be(@"a\nb\x0d");
        PrintableText.EscapeLine(new string('x', 5000)).Should().HaveLength(1003).And.EndWith("x...");
    }
}
