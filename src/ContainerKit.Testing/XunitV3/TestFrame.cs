using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing.Runs;

/// <summary>What xUnit knows of the test that is at work.</summary>
internal static class TestFrame
{
    /// <summary>Fires when the run is called off, or the test's time is up.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The record of the running test; null outside of tests, and in those that are not marked as tests with containers.</summary>
    public static TestRecord? Record => TestContext.Current.Test is IXunitTest test && IsMarked(test) ? TestRecord.Of(test) : null;

    /// <summary>Whether the running test is to be skipped where no engine answers.</summary>
    public static bool MaySkip => Record is not null;

    private static bool IsMarked(IXunitTest test) => test.TestMethod.BeforeAfterTestAttributes.Any(attribute => attribute is IContainerTest);
}
