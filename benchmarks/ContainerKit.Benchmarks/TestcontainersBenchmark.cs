using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Benchmarks;

/// <summary>Testcontainers without its reaper. The reaper would cost an additional container, so this favors Testcontainers.</summary>
internal sealed class TestcontainersBenchmark : IClientBenchmark
{
    private IContainer? _container;

    public string Name => "Testcontainers";

    public async Task PrepareAsync()
    {
        _container = Build(Workload.Sleep);
        await _container.StartAsync();
    }

    public async Task RunAndRemoveAsync()
    {
        await using var container = Build(Workload.Sleep);
        await container.StartAsync();
    }

    public async Task ExecAsync()
    {
        var result = await _container!.ExecAsync(["true"]);
        if (result.ExitCode != 0) throw new InvalidOperationException($"exit code {result.ExitCode}");
    }

    public async Task OutputAsync()
    {
        await using var container = Build(Workload.Echo);
        await container.StartAsync();
        await container.GetExitCodeAsync();
        var (stdout, _) = await container.GetLogsAsync(timestampsEnabled: false);
        Workload.Check(stdout);
    }

    public ValueTask DisposeAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static IContainer Build(string[] command) =>
        new ContainerBuilder(Workload.Image).WithCommand(command).WithLogger(NullLogger.Instance).Build();
}
