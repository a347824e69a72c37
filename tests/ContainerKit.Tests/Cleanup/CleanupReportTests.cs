using ContainerKit.Cleanup;

namespace ContainerKit.Tests.Errors;

public sealed class CleanupReportTests
{
    [Fact]
    public void It_joins_the_message_of_the_error_it_belongs_to()
    {
        var error = new ImageNotFoundException("a", "Could not pull a.");

        error.AddCleanupReport(new CleanupReport(["container x"], ["container y"]));

        error.Message.Should().Be("Could not pull a.\nCleaned up: container x.\nLeft behind, since removing failed: container y.");
        error.RemovedResources.Should().Equal("container x");
        error.RemainingResources.Should().Equal("container y");
    }

    [Fact]
    public void What_is_left_has_its_reasons_each_once()
    {
        var (busy, lost) = (new IOException("Could not remove container x:\nbusy."), new IOException("Nobody answers."));

        new CleanupReport([], ["container x", "container y", "container z"]) { Reasons = [busy, lost, lost] }.Describe().Should().Be(
            "\nLeft behind, since removing failed: container x, container y, container z.\n  Could not remove container x:\n  busy.\n  Nobody answers.");
    }

    [Fact]
    public void Nothing_done_adds_nothing() => CleanupReport.Nothing.Describe().Should().BeNull();

    [Fact]
    public void What_was_kept_on_purpose_is_told_as_such() =>
        new CleanupReport([], ["container x"], Kept: true).Describe().Should().Be("\nKept, as KeepOnFailure asked: container x.");
}
