using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Services;
using ContainerKit.Sessions;

namespace ContainerKit.Protocol.Tests.Sessions;

/// <summary>The warnings about a cleanup, which an application and the session of tests receive.</summary>
public sealed class SessionWarningTests : ProtocolTest
{
    [Fact]
    public void A_warning_handler_that_throws_is_logged_and_does_not_affect_the_other_handlers()
    {
        var warnings = new List<string>();
        var reporter = new SessionReporter { Logger = Engine.Logger };
        reporter.Warning += _ => throw new InvalidOperationException("There is no currently active test.");
        reporter.Warning += warnings.Add;

        reporter.Warn("A resource remains.");

        warnings.Should().Equal("A resource remains.");
        Logs.Lines.Should().Contain(line => line.StartsWith("Warning: A resource remains."))
            .And.Contain(line => line.Contains("There is no currently active test."));
    }

    [Fact]
    public void A_warning_of_a_test_session_is_written_to_standard_error()
    {
        var originalError = Console.Error;
        using var output = new StringWriter();
        Console.SetError(output);
        try
        {
            TestCleanupSession.Current.ReportWarning("A resource remains.");
        }
        finally
        {
            Console.SetError(originalError);
        }

        output.ToString().Should().Contain("ContainerKit: A resource remains.");
    }

    [Fact]
    public void A_removed_warning_handler_is_not_called()
    {
        var warnings = new List<string>();
        CleanupSession.Current.Warning += warnings.Add;
        CleanupSession.Current.ReportWarning("first");
        CleanupSession.Current.Warning -= warnings.Add;

        CleanupSession.Current.ReportWarning("second");

        warnings.Should().Equal("first");
    }
}
