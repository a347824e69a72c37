using System.Text;
using ContainerKit.Terminals;

namespace ContainerKit.Tests.Terminals;

public sealed class OutputHistoryTests
{
    [Fact]
    public void Output_history_keeps_the_end_of_the_output()
    {
        var history = new OutputHistory();
        for (var i = 0; i < 10_000; i++) history.Append(Encoding.UTF8.GetBytes($"\e[32mline {i} grün\e[0m\r\n"));

        var text = history.GetText();

        text.Should().EndWith("line 9999 grün\r\n").And.NotContain("\e");
        text.Should().NotContain("line 100 ").And.NotContain("\uFFFD", "the history is cut between characters");
    }

    [Fact]
    public void Output_history_returns_the_last_rows_of_the_screen_as_last_displayed()
    {
        var history = new OutputHistory();
        history.Append("one\r\ntwo\r\n10 %\r50 %\r100 %\r\nfour\r\n\r\n"u8);

        history.GetScreen(3).Should().Be("two\n100 %\nfour");
        history.GetScreen(24).Should().Be("one\ntwo\n100 %\nfour");
        new OutputHistory().GetScreen(24).Should().BeEmpty();
    }
}
