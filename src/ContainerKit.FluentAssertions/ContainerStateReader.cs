using ContainerKit.Diagnostics;

namespace ContainerKit.Assertions;

/// <summary>What the engine says of a container at one moment.</summary>
internal sealed class ContainerStateReader
{
    private const int LogLines = 20;
    private readonly Container _container;

    private ContainerStateReader(Container container, ContainerDetails? details)
    {
        _container = container;
        Details = details;
    }

    /// <summary>Null where it is gone.</summary>
    public ContainerDetails? Details { get; }

    public static async Task<ContainerStateReader> CaptureAsync(Container container)
    {
        try
        {
            return new ContainerStateReader(container, await container.InspectAsync().ConfigureAwait(false));
        }
        catch (ContainerNotFoundException)
        {
            return new ContainerStateReader(container, null);
        }
    }

    /// <summary>The state, and the end of the log.</summary>
    public async Task<string> DescribeAsync()
    {
        if (Details is null) return "the engine has no such container any more.";
        var state = $"it is {Details.State}";
        if (Details.State is ContainerState.Exited or ContainerState.Dead)
            state += $", exit code {Details.ExitCode}{(Details.OutOfMemory ? " (out of memory)" : ErrorText.DescribeSignal(Details.ExitCode))}";
        if (Details.Error is { Length: > 0 } error) state += $", since {error}";
        if (Details.Health is { } health) state += $", health {health.Status}";
        return $"{state}.{ErrorText.Tail("log", await LogAsync().ConfigureAwait(false))}";
    }

    private async Task<string> LogAsync()
    {
        var lines = new List<string>();
        try
        {
            await foreach (var line in _container.LogsAsync(new LogOptions { Tail = LogLines }).ConfigureAwait(false)) lines.Add(line.Text);
        }
        catch (ContainerKitException e)
        {
            lines.Add($"(it could not be read: {e.Message})");
        }

        return string.Join('\n', lines);
    }
}
