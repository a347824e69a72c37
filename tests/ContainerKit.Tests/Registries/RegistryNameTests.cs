using ContainerKit.Registries;

namespace ContainerKit.Tests.Registries;

/// <summary>The names of registries.</summary>
public sealed class RegistryNameTests : CredentialTest
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("not a host")]
    [InlineData("https:///v1")]
    [InlineData("host:port")]
    public void An_invalid_registry_name_is_rejected(string text) =>
        FluentActions.Invoking(() => RegistryName.Parse(text)).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("https://me:s3cret@reg.example")]
    [InlineData("me:s3cret@reg.example")]
    public void A_password_in_a_registry_name_is_rejected_and_not_shown(string text) =>
        FluentActions.Invoking(() => RegistryName.Parse(text)).Should().Throw<ArgumentException>()
            .Which.ToString().Should().NotContain("s3cret");
}
