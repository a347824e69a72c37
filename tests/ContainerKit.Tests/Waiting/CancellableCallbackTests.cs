using System.Runtime.CompilerServices;
using ContainerKit.Waiting;

namespace ContainerKit.Tests.Waiting;

public sealed class CancellableCallbackTests
{
    [Fact(Timeout = 30_000)]
    public async Task Code_that_throws_after_nobody_waits_for_it_any_more_is_no_unobserved_exception()
    {
        var unobserved = new List<Exception>();
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await LeaveAsync();
            for (var round = 0; round < 3; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        lock (unobserved) unobserved.Should().BeEmpty();

        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved) unobserved.AddRange(e.Exception.InnerExceptions.Where(inner => inner is InvalidDataException));
        }
    }

    // Nothing of it may be on the stack when the garbage is collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeaveAsync()
    {
        var isAtWork = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayThrow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var left = new CancellationTokenSource();
        var call = CancellableCallback.HeedAsync<int>(
            async _ =>
            {
                isAtWork.SetResult();
                await mayThrow.Task;
                thrown.SetResult();
                throw new InvalidDataException("too late");
            },
            TimeProvider.System,
            left.Token);
        await isAtWork.Task;
        await left.CancelAsync();
        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        mayThrow.SetResult();
        await thrown.Task;
        // Its task ends a moment after its last word.
        await Task.Delay(100);
    }
}
