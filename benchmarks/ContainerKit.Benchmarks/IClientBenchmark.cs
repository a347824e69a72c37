namespace ContainerKit.Benchmarks;

/// <summary>A client that does the three measured jobs.</summary>
internal interface IClientBenchmark : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Starts the container for <see cref="ExecAsync"/>, outside of the measurement.</summary>
    Task PrepareAsync();

    /// <summary>Creates, starts and removes a container.</summary>
    Task RunAndRemoveAsync();

    /// <summary>Runs <c>true</c> in a running container and reads its exit code.</summary>
    Task ExecAsync();

    /// <summary>Runs a container until it exits, reads its output and removes it.</summary>
    Task OutputAsync();
}
