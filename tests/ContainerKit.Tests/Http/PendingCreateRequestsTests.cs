using ContainerKit.Http;

namespace ContainerKit.Tests.Http;

/// <summary>When a process exits, its pending create requests are known, and no new ones start.</summary>
public sealed class PendingCreateRequestsTests
{
    [Fact]
    public void Closing_pending_create_requests_reports_unanswered_ones_and_rejects_new_ones()
    {
        var requests = new PendingCreateRequests();
        requests.Start();
        requests.Start();
        requests.Complete();

        requests.Close().Should().BeFalse("one request is still pending");
        requests.Complete();

        requests.Close().Should().BeTrue();
        requests.Invoking(it => it.Start()).Should().Throw<InvalidOperationException>().WithMessage("*process is exiting*");
    }
}
