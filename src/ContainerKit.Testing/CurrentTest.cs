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

    /// <summary>Always true: xUnit itself starts the fixtures that tests share.</summary>
    public static bool IsRunning => true;

    /// <summary>Indicates whether the running test is skipped if no engine responds.</summary>
    public static bool IsSkippable => LogCapture is not null;

    /// <summary>Describes how a fixture is declared, for the message of one that has not been started.</summary>
    public static string DescribeDeclaration(string fixture) =>
        $"Declare it with IClassFixture<{fixture}>, a collection or [assembly: AssemblyFixture], and take it "
        + "in the constructor of the test class.";

    /// <summary>Creates the exception that skips the test.</summary>
    public static Exception CreateSkipException(string reason) => new SkipTestException(reason);

    private static bool IsMarked(IXunitTest test) =>
        test.TestMethod.BeforeAfterTestAttributes.Any(attribute => attribute is IContainerTest);
}
