namespace ContainerKit.Tests.Containers;

public sealed class CommitOptionsTests
{
    [Fact]
    public void A_null_commit_change_is_rejected() =>
        FluentActions.Invoking(() => new CommitOptions { Changes = [null!] }).Should().Throw<ArgumentException>();

    [Fact]
    public void Commit_options_do_not_change_when_the_caller_changes_the_list_afterwards()
    {
        List<string> changes = ["ENV A=1"];
        var options = new CommitOptions { Changes = changes };

        changes.Add("ENV A=2");

        options.Changes.Should().Equal("ENV A=1");
    }
}
