namespace ContainerKit.Tests.Cleanup;

public sealed class CleanupReportTests
{
    [Fact]
    public void A_cleanup_report_is_appended_to_the_message_of_its_error()
    {
        var error = new ImageNotFoundException("a", "Could not pull a.");

        error.AddCleanupReport(new CleanupReport(["container x"], ["container y"]));

        error.Message
            .Should().Be(
            "Could not pull a.\nCleaned up: container x.\nLeft behind because the removal failed: container y.");
        error.RemovedResources.Should().Equal("container x");
        error.RemainingResources.Should().Equal("container y");
    }

    [Fact]
    public void A_cleanup_report_lists_each_reason_for_remaining_resources_once()
    {
        var (busy, lost) = (new IOException("Could not remove container x:\nbusy."), new IOException("No response."));

        new CleanupReport([], ["container x", "container y", "container z"]) { Reasons = [busy, lost, lost] }.Describe()
            .Should().Be(
            "\nLeft behind because the removal failed: container x, container y, container z.\n  Could not remove " +
                "container x:\n  busy.\n  No response.");
    }

    [Fact]
    public void An_empty_cleanup_report_adds_no_text() => CleanupReport.Nothing.Describe().Should().BeNull();

    [Fact]
    public void A_cleanup_report_states_that_resources_were_kept_by_KeepOnFailure() =>
        new CleanupReport([], ["container x"]) { WasKept = true }.Describe()
            .Should().Be("\nKept because of KeepOnFailure: container x.");
}
