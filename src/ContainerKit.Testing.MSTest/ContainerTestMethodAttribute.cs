using System.Runtime.CompilerServices;
using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing;

/// <summary>
/// A test that uses containers. Without an engine it is skipped (inconclusive) with the reason. It fails instead if the
/// variable <c>CONTAINERKIT_ENGINE</c> is <c>required</c>. It replaces <c>[TestMethod]</c>.
/// </summary>
/// <remarks>
/// <para>The fixtures of a test are those that were started in <c>[ClassInitialize]</c> of its class or in
/// <c>[AssemblyInitialize]</c>, and those that it starts itself.</para>
/// <para>If the test fails, its output shows what their containers wrote during the test, and each log is attached to the
/// result. After a test, the fixtures that no other test uses at this time are reset; see
/// <see cref="DockerFixture.ResetAsync"/>.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerTestMethodAttribute : TestMethodAttribute
{
    private readonly TestMethodAttribute? _inner;

    /// <summary>Creates the attribute.</summary>
    /// <param name="callerFilePath">The file of the test, from the compiler.</param>
    /// <param name="callerLineNumber">The line of the test, from the compiler.</param>
    public ContainerTestMethodAttribute([CallerFilePath] string callerFilePath = "", [CallerLineNumber] int callerLineNumber = -1)
        : base(callerFilePath, callerLineNumber)
    {
    }

    internal ContainerTestMethodAttribute(
        TestMethodAttribute inner, [CallerFilePath] string callerFilePath = "", [CallerLineNumber] int callerLineNumber = -1)
        : base(callerFilePath, callerLineNumber) =>
        _inner = inner;

    /// <inheritdoc/>
    public override async Task<TestResult[]> ExecuteAsync(ITestMethod testMethod)
    {
        ArgumentNullException.ThrowIfNull(testMethod);
        var capture = new TestLogCapture();
        CurrentTest.LogCapture = capture;
        try
        {
            await ContainerTestHooks.BeforeTestAsync(capture, CurrentTest.GetFixtures(testMethod.TestClassName)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return [new TestResult { Outcome = GetOutcome(e), TestFailureException = e }];
        }

        var results = await (_inner is null ? base.ExecuteAsync(testMethod) : _inner.ExecuteAsync(testMethod)).ConfigureAwait(false);
        var failed = results.FirstOrDefault(HasFailed);
        try
        {
            var fixtures = CurrentTest.GetFixtures(testMethod.TestClassName);
            await ContainerTestHooks.AfterTestAsync(capture, fixtures, failed is not null, log => Report(failed!, log))
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var result = failed ?? results[^1];
            result.Outcome = UnitTestOutcome.Failed;
            result.TestFailureException = result.TestFailureException is { } first ? new AggregateException(first, e) : e;
        }

        return results;
    }

    private static bool HasFailed(TestResult result) => result.Outcome
        is UnitTestOutcome.Failed or UnitTestOutcome.Error or UnitTestOutcome.Timeout or UnitTestOutcome.Aborted or UnitTestOutcome.Unknown;

    private static UnitTestOutcome GetOutcome(Exception error) =>
        error is AssertInconclusiveException ? UnitTestOutcome.Inconclusive : UnitTestOutcome.Failed;

    private static void Report(TestResult result, ContainerLog log)
    {
        result.LogOutput = string.IsNullOrEmpty(result.LogOutput) ? log.ToString() : $"{result.LogOutput}\n{log}";
        if (log.Lines.Count == 0) return;
        var file = LogFile.Write(log, AppContext.BaseDirectory);
        result.ResultFiles = [.. result.ResultFiles ?? [], file];
    }
}
