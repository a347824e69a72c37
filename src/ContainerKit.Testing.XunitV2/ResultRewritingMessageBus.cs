using ContainerKit.Testing.Execution;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ContainerKit.Testing;

/// <summary>
/// Listens to what the tests of one method tell of themselves, one after the other: adds to a failure what the containers wrote during the
/// test, makes a skip of one that only lacked an engine, and resets after each test what it shares with the next.
/// </summary>
internal sealed class ResultRewritingMessageBus(IMessageBus inner, IReadOnlyList<DockerFixture> shared) : IMessageBus
{
    /// <summary>The test at work.</summary>
    public TestLogCapture? Current { get; private set; }

    /// <summary>How many of the failed ones were none: xUnit v2 knows no test that is skipped while it runs.</summary>
    public int Skipped { get; private set; }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestStarting starting:
                Current = TestLogCapture.Of(starting.Test);
                break;
            case ITestFailed { Messages: [var text, ..] } skipped when text.StartsWith(SkipTestException.Mark, StringComparison.Ordinal):
                Skipped++;
                message = new TestSkipped(skipped.Test, text[SkipTestException.Mark.Length..]);
                break;
            case ITestFailed failed when TestLogCapture.Of(failed.Test) is var record && record.End():
                message = new TestFailed(failed.Test, failed.ExecutionTime, failed.Output + Logs(record), failed.ExceptionTypes, failed.Messages, failed.StackTraces, failed.ExceptionParentIndices);
                break;
            case ITestFinished finished:
                TestLogCapture.Of(finished.Test).End();
                Current = null;
                if (Reset() is { } failure) inner.QueueMessage(new TestCleanupFailure(finished.Test, failure));
                break;
        }

        return inner.QueueMessage(message);
    }

    // The bus is whoever's who made it.
    public void Dispose()
    {
    }

    private string Logs(TestLogCapture record) => string.Concat(Now(() => record.LogsAsync(shared)).Select(log => log + Environment.NewLine));

    // Whatever is thrown here, xUnit would lose the end of the test by it, and with that the tests after it.
    private Exception? Reset() => Now<Exception?>(async () =>
    {
        try
        {
            await FixtureResets.ResetAllAsync(shared, fixture => fixture.ResetInTimeAsync()).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    });

    // A bus knows no way to be awaited. On a thread of the pool, since xUnit's own are few and have a context.
    private static T Now<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
