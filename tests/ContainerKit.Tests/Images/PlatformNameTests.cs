using ContainerKit.Images;

namespace ContainerKit.Tests.Images;

public sealed class PlatformNameTests
{
    public static TheoryData<Func<string, string?>> Uses => new()
    {
        platform => new ContainerSpec { Platform = platform }.Platform,
        platform => new PullOptions { Platform = platform }.Platform,
        platform => new BuildSpec(".") { Platform = platform }.Platform,
        platform => new ImageImportOptions { Platform = platform }.Platform,
    };

    [Theory]
    [InlineData("linux", "linux")]
    [InlineData("Windows", "windows")]
    [InlineData("arm64", "arm64")]
    [InlineData("Linux/AMD64", "linux/amd64")]
    [InlineData("linux/arm/v7", "linux/arm/v7")]
    [InlineData("linux/x86_64", "linux/amd64")]
    [InlineData("aarch64", "arm64")]
    [InlineData("linux/armel", "linux/arm/v6")]
    [InlineData("linux/some-new.arch", "linux/some-new.arch")]
    public void A_platform_is_sent_in_lower_case_and_without_aliases(string platform, string sent) =>
        PlatformName.Normalize(platform).Should().Be(sent);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Linux 64")]
    [InlineData("linus")]
    [InlineData("arm65")]
    [InlineData("/amd64")]
    [InlineData("linux/")]
    [InlineData("linux//v7")]
    [InlineData("linux/arm/v7/x")]
    [InlineData("linux/amd64\n")]
    public void An_invalid_platform_is_rejected_with_its_value_and_a_remedy(string platform) =>
        FluentActions.Invoking(() => PlatformName.Normalize(platform))
        .Should().Throw<ArgumentException>()
        .WithMessage($"'{platform.Replace("\n", @"\n", StringComparison.Ordinal)}' is not a platform. Use os/architecture*")
        .WithParameterName(nameof(platform));

    [Theory]
    [MemberData(nameof(Uses), DisableDiscoveryEnumeration = true)]
    public void Every_platform_property_accepts_and_rejects_the_same_values(Func<string, string?> use)
    {
        use("Linux").Should().Be("linux");
        use("LINUX/Arm64").Should().Be("linux/arm64");
        use("linux/arm/v7").Should().Be("linux/arm/v7");
        FluentActions.Invoking(() => use("linux 64"))
            .Should().Throw<ArgumentException>().WithMessage("'linux 64' is not a platform.*");
    }
}
