using System.Runtime.CompilerServices;
using ContainerKit.Waiting;

namespace ContainerKit.Tests.Waiting;

public sealed class CancellableCallbackTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_callback_that_throws_after_its_caller_canceled_raises_no_unobserved_exception()
    {
        var unobserved = new List<Exception>();
        TaskScheduler.UnobservedTaskException += Record;
        try
        {
            await CancelAndThrowAsync();
            for (var round = 0; round < 3; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Record;
        }

        lock (unobserved) unobserved.Should().BeEmpty();

        void Record(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved) unobserved.AddRange(e.Exception.InnerExceptions.Where(inner => inner is InvalidDataException));
        }
    }

    // Not inlined, so that no reference stays on the stack during the garbage collection.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task CancelAndThrowAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayThrow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancellation = new CancellationTokenSource();
        var call = CancellableCallback.RunAsync<int>(
            async _ =>
            {
                started.SetResult();
                await mayThrow.Task;
                thrown.SetResult();
                throw new InvalidDataException("too late");
            },
            TimeProvider.System,
            cancellation.Token);
        await started.Task;
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        mayThrow.SetResult();
        await thrown.Task;
        // The callback's task completes shortly after this signal.
        await Task.Delay(100);
    }
}
