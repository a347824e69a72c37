using ContainerKit.Testing.Execution;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ContainerKit.Testing;

/// <summary>
/// A message bus that rewrites the results of the tests of one method, which run one after the other. It adds the
/// container logs to a failure, reports a test that lacked an engine as skipped, and resets the shared fixtures after
/// each test.
/// </summary>
internal sealed class ResultRewritingMessageBus(IMessageBus inner, IReadOnlyList<DockerFixture> sharedFixtures) : IMessageBus
{
    /// <summary>The log capture of the running test.</summary>
    public TestLogCapture? Current { get; private set; }

    /// <summary>
    /// The number of failures that were reported as skipped. xUnit v2 cannot skip a test while it runs.
    /// </summary>
    public int Skipped { get; private set; }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestStarting starting:
                Current = TestLogCapture.For(starting.Test);
                break;
            case ITestFailed { Messages: [var text, ..] } skipped
                when text.StartsWith(SkipTestException.DynamicSkipToken, StringComparison.Ordinal):
                Skipped++;
                message = new TestSkipped(skipped.Test, text[SkipTestException.DynamicSkipToken.Length..]);
                break;
            case ITestFailed failed when TestLogCapture.For(failed.Test) is var capture && capture.TryComplete():
                message = new TestFailed(
                    failed.Test,
                    failed.ExecutionTime,
                    failed.Output + ReadLogs(capture),
                    failed.ExceptionTypes,
                    failed.Messages,
                    failed.StackTraces,
                    failed.ExceptionParentIndices);
                break;
            case ITestFinished finished:
                TestLogCapture.For(finished.Test).TryComplete();
                Current = null;
                if (ResetFixtures() is { } failure) inner.QueueMessage(new TestCleanupFailure(finished.Test, failure));
                break;
        }

        return inner.QueueMessage(message);
    }

    // The creator of the inner bus disposes it.
    public void Dispose()
    {
    }

    private string ReadLogs(TestLogCapture capture) =>
        string.Concat(AsyncRunner.RunSync(() => capture.ReadLogsAsync(sharedFixtures)).Select(log => log + Environment.NewLine));

    // Returns the exception instead of throwing: an exception here would hide the end of the test from xUnit, and with
    // it all later tests.
    private Exception? ResetFixtures() => AsyncRunner.RunSync<Exception?>(async () =>
    {
        try
        {
            await FixtureResets.ResetAllAsync(sharedFixtures, fixture => fixture.ResetWithTimeoutAsync()).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    });
}
