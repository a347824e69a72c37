using ContainerKit.Http;

namespace ContainerKit.Tests.Http;

/// <summary>When a process exits, its pending create requests are known, and no new ones start.</summary>
public sealed class PendingCreateRequestsTests
{
    [Theory]
    [InlineData("POST", "v1.41/containers/create?name=x", true)]
    [InlineData("POST", "v1.41/networks/create", true)]
    [InlineData("POST", "v1.41/volumes/create", true)]
    [InlineData("POST", "v1.41/commit?container=x", true)]
    [InlineData("POST", "v1.41/images/create?fromImage=x", false)]
    [InlineData("POST", "v1.41/containers/x/start", false)]
    [InlineData("GET", "v1.41/networks/create", false)]
    public void Requests_that_create_an_owned_resource_are_tracked_as_pending_create_requests(string method,
        string path, bool isTracked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("http://docker/" + path));

        PendingCreateRequests.Concerns(request).Should().Be(isTracked);
    }

    [Fact]
    public void Closing_pending_create_requests_reports_unanswered_ones_and_rejects_new_ones()
    {
        var requests = new PendingCreateRequests();
        requests.Begin();
        requests.Begin();
        requests.Answered();

        requests.Close().Should().BeFalse("one request is still pending");
        requests.Answered();

        requests.Close().Should().BeTrue();
        requests.Invoking(it => it.Begin()).Should().Throw<InvalidOperationException>().WithMessage("*process is ending*");
    }
}
