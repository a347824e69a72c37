using ContainerKit.Http;

namespace ContainerKit.Tests.Engines;

/// <summary>When a process ends, what it asked for is known, and nothing more is asked for.</summary>
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
    public void Requests_that_make_something_somebody_owns_pass_it(string method, string path, bool concerned)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("http://docker/" + path));

        PendingCreateRequests.Concerns(request).Should().Be(concerned);
    }

    [Fact]
    public void A_gate_closes_with_a_word_on_what_is_still_being_made()
    {
        var gate = new PendingCreateRequests();
        gate.Begin();
        gate.Begin();
        gate.Answered();

        gate.Close().Should().BeFalse("one was not answered");
        gate.Answered();

        gate.Close().Should().BeTrue();
        gate.Invoking(closed => closed.Begin()).Should().Throw<InvalidOperationException>().WithMessage("*process is ending*");
    }
}
