using ContainerKit.Containers;

namespace ContainerKit.Tests.Containers;

public sealed class SignalsTests
{
    public static TheoryData<Action<string>> Uses => new()
    {
        signal => _ = new ContainerSpec { StopSignal = signal },
        signal => Image.Pull("app").Run().Stop(signal, TimeSpan.FromSeconds(1)),
        signal => Image.Pull("app").Run().Kill(signal),
    };

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("TERM")]
    [InlineData("sigterm")]
    [InlineData("hup")]
    [InlineData("1")]
    [InlineData("64")]
    [InlineData("RTMIN")]
    [InlineData("RTMIN+3")]
    [InlineData("SIGRTMIN+15")]
    [InlineData("rtmax-14")]
    public void A_known_name_or_a_number_up_to_64_is_a_signal(string signal) => Signals.Validate(signal).Should().Be(signal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("99")]
    [InlineData("-9")]
    [InlineData("9a")]
    [InlineData("NOSUCH")]
    [InlineData("SIGFOO")]
    [InlineData("SIG")]
    [InlineData("SIGSIGTERM")]
    [InlineData("RTMIN+16")]
    [InlineData("RTMAX-15")]
    [InlineData("TERM ")]
    public void An_unknown_signal_is_rejected_with_its_value_and_a_remedy(string signal) =>
        FluentActions.Invoking(() => Signals.Validate(signal))
        .Should().Throw<ArgumentException>().WithMessage($"'{signal}' is not a signal. Use a name such as*")
        .WithParameterName(nameof(signal));

    [Theory]
    [MemberData(nameof(Uses), DisableDiscoveryEnumeration = true)]
    public void Every_member_that_takes_a_signal_accepts_and_rejects_the_same_values(Action<string> use)
    {
        foreach (var signal in (string[])["hup", "SIGINT", "RTMIN+3", "64"])
            FluentActions.Invoking(() => use(signal)).Should().NotThrow();
        foreach (var signal in (string[])["SIGFOO", "99", ""])
            FluentActions.Invoking(() => use(signal))
                .Should().Throw<ArgumentException>().WithMessage($"'{signal}' is not a signal.*");
    }
}
