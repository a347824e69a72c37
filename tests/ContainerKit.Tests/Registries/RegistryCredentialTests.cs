namespace ContainerKit.Tests.Registries;

public sealed class RegistryCredentialTests
{
    [Fact]
    public void A_registry_password_is_not_shown_by_its_credential_or_by_objects_that_hold_it()
    {
        var credential = new RegistryCredential("alice", "s3cret");

        $"{credential} {new PullOptions { Credential = credential }} {Image.Pull("app").Push(credential)}"
            .Should().Contain("alice").And.NotContain("s3cret");
    }

    [Fact]
    public void A_registry_credential_without_a_user_name_or_password_is_rejected()
    {
        FluentActions.Invoking(() => new RegistryCredential("", "x")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RegistryCredential("alice", null!)).Should().Throw<ArgumentNullException>();
    }
}
