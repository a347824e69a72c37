namespace ContainerKit.Tests;

public sealed class CommitOptionsTests
{
    [Fact]
    public void A_change_that_is_null_is_refused() =>
        FluentActions.Invoking(() => new CommitOptions { Changes = [null!] }).Should().Throw<ArgumentException>();

    [Fact]
    public void What_the_caller_changes_afterwards_does_not_change_the_options()
    {
        List<string> changes = ["ENV A=1"];
        var options = new CommitOptions { Changes = changes };

        changes.Add("ENV A=2");

        options.Changes.Should().Equal("ENV A=1");
    }
}
