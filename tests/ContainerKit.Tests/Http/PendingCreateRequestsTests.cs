using ContainerKit.Http;

namespace ContainerKit.Tests.Engines;

/// <summary>When a process ends, what it asked for is known, and nothing more is asked for.</summary>
public sealed class PendingCreateRequestsTests
{
    [Fact]
    public void A_gate_closes_with_a_word_on_what_is_still_being_made()
    {
        var gate = new PendingCreateRequests();
        gate.Start();
        gate.Start();
        gate.Complete();

        gate.Close().Should().BeFalse("one was not answered");
        gate.Complete();

        gate.Close().Should().BeTrue();
        gate.Invoking(closed => closed.Start()).Should().Throw<InvalidOperationException>().WithMessage("*process is exiting*");
    }
}
