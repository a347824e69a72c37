namespace ContainerKit.Tests.Containers;

public sealed class LogOptionsTests
{
    [Fact]
    public void A_negative_log_tail_is_rejected()
    {
        new LogOptions { Tail = 0 }.Tail.Should().Be(0);
        FluentActions.Invoking(() => new LogOptions { Tail = -1 })
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*0 or more*");
    }
}
