namespace ContainerKit.Tests;

public sealed class ExitCodesTests
{
    [Fact]
    public void Only_zero_counts_as_success_by_default() => ExitCodes.Zero.IsAllowed(1).Should().BeFalse();

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    public void Named_codes_count_and_no_others(int code, bool allowed) => ExitCodes.Of(3, 4).IsAllowed(code).Should().Be(allowed);

    [Fact]
    public void Any_allows_any() => ExitCodes.Any.IsAllowed(137).Should().BeTrue();

    [Fact]
    public void Naming_no_code_is_refused() => FluentActions.Invoking(() => ExitCodes.Of()).Should().Throw<ArgumentException>().WithMessage("*ExitCodes.Any*");
}
