namespace ContainerKit.Tests;

public sealed class LogOptionsTests
{
    [Fact]
    public void A_negative_tail_is_refused()
    {
        new LogOptions { Tail = 0 }.Tail.Should().Be(0);
        FluentActions.Invoking(() => new LogOptions { Tail = -1 }).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*0 or more*");
    }
}
