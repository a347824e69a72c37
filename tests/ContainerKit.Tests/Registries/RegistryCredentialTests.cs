namespace ContainerKit.Tests;

public sealed class RegistryCredentialTests
{
    [Fact]
    public void Its_password_is_not_shown_by_itself_nor_by_what_holds_it()
    {
        var credential = new RegistryCredential("alice", "s3cret");

        $"{credential} {new PullOptions { Credential = credential }} {Image.Pull("app").Push(credential)}"
            .Should().Contain("alice").And.NotContain("s3cret");
    }

    [Fact]
    public void A_user_without_a_name_is_refused()
    {
        FluentActions.Invoking(() => new RegistryCredential("", "x")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RegistryCredential("alice", null!)).Should().Throw<ArgumentNullException>();
    }
}
