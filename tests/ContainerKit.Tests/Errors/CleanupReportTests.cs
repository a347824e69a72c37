using ContainerKit.Errors;

namespace ContainerKit.Tests.Errors;

public sealed class CleanupReportTests
{
    [Fact]
    public void It_joins_the_message_of_the_error_it_belongs_to()
    {
        var error = new ImageNotFoundException("a", "Could not pull a.");

        error.Report(new CleanupReport(["container x"], ["container y"]));

        error.Message.Should().Be("Could not pull a.\nCleaned up: container x.\nLeft behind, since removing failed: container y.");
        error.CleanedUp.Should().Equal("container x");
        error.LeftBehind.Should().Equal("container y");
    }

    [Fact]
    public void Nothing_done_adds_nothing() => CleanupReport.Nothing.Describe().Should().BeNull();

    [Fact]
    public void What_was_kept_on_purpose_is_told_as_such() =>
        new CleanupReport([], ["container x"], Kept: true).Describe().Should().Be("\nKept, as KeepOnFailure asked: container x.");
}
