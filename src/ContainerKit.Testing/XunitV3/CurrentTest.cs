using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing.Execution;

/// <summary>The running test, as reported by xUnit v3.</summary>
internal static class CurrentTest
{
    /// <summary>The token that fires when the run is canceled or the test times out.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// The log capture of the running test. Null outside of tests, and in tests that are not marked as tests with
    /// containers.
    /// </summary>
    public static TestLogCapture? LogCapture =>
        TestContext.Current.Test is IXunitTest test && IsMarked(test) ? TestLogCapture.For(test) : null;

    /// <summary>Indicates whether the running test is skipped if no engine responds.</summary>
    public static bool IsSkippable => LogCapture is not null;

    private static bool IsMarked(IXunitTest test) =>
        test.TestMethod.BeforeAfterTestAttributes.Any(attribute => attribute is IContainerTest);
}
