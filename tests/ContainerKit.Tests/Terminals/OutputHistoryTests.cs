using System.Text;
using ContainerKit.Terminals;

namespace ContainerKit.Tests.Terminals;

public sealed class OutputHistoryTests
{
    [Fact]
    public void It_keeps_the_end_of_what_was_shown()
    {
        var transcript = new OutputHistory();
        for (var i = 0; i < 10_000; i++) transcript.Append(Encoding.UTF8.GetBytes($"\e[32mzeile {i} grün\e[0m\r\n"));

        var text = transcript.Text();

        text.Should().EndWith("zeile 9999 grün\r\n").And.NotContain("\e");
        text.Should().NotContain("zeile 100 ").And.NotContain("\uFFFD", "it is cut between characters");
    }

    [Fact]
    public void A_screen_has_its_last_rows_as_they_looked_last()
    {
        var transcript = new OutputHistory();
        transcript.Append("one\r\ntwo\r\n10 %\r50 %\r100 %\r\nfour\r\n\r\n"u8);

        transcript.Screen(3).Should().Be("two\n100 %\nfour");
        transcript.Screen(24).Should().Be("one\ntwo\n100 %\nfour");
        new OutputHistory().Screen(24).Should().BeEmpty();
    }
}
