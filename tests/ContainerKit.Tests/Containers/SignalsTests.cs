using ContainerKit.Containers;

namespace ContainerKit.Tests.Containers;

public sealed class SignalsTests
{
    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("TERM")]
    [InlineData("sigterm")]
    [InlineData("1")]
    [InlineData("64")]
    [InlineData("RTMIN")]
    [InlineData("SIGRTMIN+15")]
    [InlineData("rtmax-14")]
    public void A_signal_has_a_name_or_a_number(string signal) => FluentActions.Invoking(() => Signals.Check(signal)).Should().NotThrow();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-9")]
    [InlineData("9a")]
    [InlineData("NOSUCH")]
    [InlineData("SIG")]
    [InlineData("SIGSIGTERM")]
    [InlineData("RTMIN+16")]
    [InlineData("RTMAX-15")]
    [InlineData("TERM ")]
    public void What_is_none_is_refused(string signal) => FluentActions.Invoking(() => Signals.Check(signal)).Should().Throw<ArgumentException>();
}
