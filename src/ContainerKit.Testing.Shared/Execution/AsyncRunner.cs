namespace ContainerKit.Testing.Execution;

/// <summary>
/// The bridge from callers that cannot await, such as xUnit's attributes and event handlers, to asynchronous work.
/// </summary>
// The work runs on a pool thread, because the calling thread may have a synchronization context that the work would
// wait for.
internal static class AsyncRunner
{
    /// <summary>Blocks until the work has completed.</summary>
    public static void RunSync(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    /// <summary>Blocks until the work has completed, and returns its result.</summary>
    public static T RunSync<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
