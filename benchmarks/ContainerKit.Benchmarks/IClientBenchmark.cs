namespace ContainerKit.Benchmarks;

/// <summary>One way to do the same three jobs.</summary>
internal interface IClientBenchmark : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Starts whatever the jobs need, outside of the measurement: a container to exec in.</summary>
    Task PrepareAsync();

    /// <summary>Makes and starts a container, and removes it.</summary>
    Task RunAndRemoveAsync();

    /// <summary>Runs <c>true</c> in a container that runs, to its exit code.</summary>
    Task ExecAsync();

    /// <summary>Runs a container to its end, takes its output, and removes it.</summary>
    Task OutputAsync();
}
