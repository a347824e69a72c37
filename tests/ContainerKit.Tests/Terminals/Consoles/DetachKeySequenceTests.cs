using ContainerKit.Terminals.Consoles;

namespace ContainerKit.Tests.Terminals.Consoles;

public sealed class DetachKeySequenceTests
{
    [Theory]
    [InlineData("ctrl-p,ctrl-q", "\x10\x11", true)]
    [InlineData("ctrl-p,ctrl-q", "x\x10\x10\x11", true)]
    [InlineData("ctrl-p,ctrl-q", "\x10x\x11", false)]
    [InlineData("ctrl-p,ctrl-q", "\x11\x10", false)]
    [InlineData("ctrl-a,d", "\x01" + "d", true)]
    [InlineData("ctrl-z,DEL", "\x1a\x7f", true)]
    [InlineData(" ,ctrl-[", " \x1b", true)]
    [InlineData("q", "abcq", true)]
    [InlineData("ctrl-_,ctrl-@", "\x1f\0", true)]
    public void Detach_keys_detach_when_they_are_typed_in_sequence(string keys, string typed, bool detaches)
    {
        var sequence = DetachKeySequence.Parse(keys);

        // One key at a time, as a user types.
        foreach (var key in typed) sequence.Press([(byte)key]);

        sequence.IsComplete.Should().Be(detaches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ctrl-")]
    [InlineData("ctrl-1")]
    [InlineData("ctrl-p,")]
    [InlineData("ctl-p")]
    [InlineData("ctrl-A")]
    [InlineData("del")]
    [InlineData("ä")]
    public void Invalid_detach_keys_are_rejected_with_an_example(string keys) =>
        FluentActions.Invoking(() => new ConsoleOptions { DetachKeys = keys })
        .Should().Throw<ArgumentException>().WithMessage("*ctrl-p,ctrl-q*");

    [Fact]
    public void Console_options_are_shown_with_their_detach_keys()
    {
        new ConsoleOptions().ToString().Should().Be("console, detach keys ctrl-p,ctrl-q");
        new ConsoleOptions { DetachKeys = null }.ToString().Should().Be("console, detach keys none");
    }
}
