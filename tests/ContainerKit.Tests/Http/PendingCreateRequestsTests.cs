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
    public void Create_requests_of_the_raw_client_are_recognized_by_their_path(string method, string path, bool expected)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), new Uri("http://docker/" + path));

        PendingCreateRequests.IsCreateRequest(message).Should().Be(expected);
    }

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
