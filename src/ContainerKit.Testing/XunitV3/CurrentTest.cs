using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing.Execution;

/// <summary>What xUnit knows of the test that is at work.</summary>
internal static class CurrentTest
{
    /// <summary>Fires when the run is called off, or the test's time is up.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The record of the running test; null outside of tests, and in those that are not marked as tests with containers.</summary>
    public static TestLogCapture? Record => TestContext.Current.Test is IXunitTest test && IsMarked(test) ? TestLogCapture.Of(test) : null;

    /// <summary>Whether the running test is to be skipped where no engine answers.</summary>
    public static bool MaySkip => Record is not null;

    private static bool IsMarked(IXunitTest test) => test.TestMethod.BeforeAfterTestAttributes.Any(attribute => attribute is IContainerTest);
}
