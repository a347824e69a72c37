using ContainerKit.Terminals;

namespace ContainerKit.Tests.Terminals;

public sealed class AnsiEscapeFilterTests
{
    [Theory]
    [InlineData("plain text\r\n", "plain text\r\n")]
    [InlineData("\e[1;31mred\e[0m and not", "red and not")]
    [InlineData("\e[?2004lprompt$ \e[?2004h", "prompt$ ")]
    [InlineData("\e[2J\e[H\e[10;20Hhere", "here")]
    [InlineData("\e]0;a title\aafter", "after")]
    [InlineData("\e]8;;https://example.com\e\\link\e]8;;\e\\", "link")]
    [InlineData("\eP1$r0m\e\\dcs", "dcs")]
    [InlineData("\e(B\e)0graphics", "graphics")]
    [InlineData("\e7save\e8\e=\e>\eM", "save")]
    [InlineData("\e\e[31mtwice", "twice")]
    [InlineData("\e[3\e[32mbroken off", "broken off")]
    [InlineData("\e[31\x18given up", "given up")]
    [InlineData("a\tb\bc", "a\tb\bc")]
    [InlineData("cut off\e[3", "cut off")]
    [InlineData("\e[38;2;1;2;3mtrue\e[48:5:7mcolor", "truecolor")]
    [InlineData("\e]0;never completed\nnext line", "\nnext line")]
    [InlineData("\u009b31mred\u009b0m", "red")]
    [InlineData("\u009d0;title\u009cafter", "after")]
    [InlineData("", "")]
    [InlineData("\e(B\u000e\e[1mready\e[m\u000f to go", "ready to go")]
    [InlineData("a\u000fb", "ab")]
    public void ANSI_escape_sequences_are_removed_from_the_text(string shown, string text) =>
        AnsiEscapeFilter.Strip(shown).Should().Be(text);
}
