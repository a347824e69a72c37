namespace ContainerKit.Tests.Exec;

public sealed class ExitCodesTests
{
    [Fact]
    public void ExitCodes_Zero_does_not_allow_another_exit_code() => ExitCodes.Zero.IsAllowed(1).Should().BeFalse();

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    public void ExitCodes_Of_allows_only_the_given_exit_codes(int code, bool allowed) =>
        ExitCodes.Of(3, 4).IsAllowed(code).Should().Be(allowed);

    [Fact]
    public void ExitCodes_Any_allows_every_exit_code() => ExitCodes.Any.IsAllowed(137).Should().BeTrue();

    [Fact]
    public void ExitCodes_Of_without_exit_codes_is_rejected() =>
        FluentActions.Invoking(() => ExitCodes.Of()).Should().Throw<ArgumentException>().WithMessage("*ExitCodes.Any*");
}
