using ContainerKit.Diagnostics;

namespace ContainerKit.Assertions;

/// <summary>The state of a container at one moment.</summary>
internal sealed class ContainerStateReader
{
    /// <summary>The text for a container that does not exist.</summary>
    public const string NotFound = "the container no longer exists on the engine.";

    private const int LogLines = 20;
    private readonly Container _container;

    private ContainerStateReader(Container container, ContainerDetails? details)
    {
        _container = container;
        Details = details;
    }

    /// <summary>The details, or null if the container does not exist.</summary>
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

    /// <summary>Describes the state, followed by the end of the log.</summary>
    public async Task<string> DescribeAsync()
    {
        if (Details is null) return NotFound;
        var state = $"it is {Details.State}";
        if (Details.State is ContainerState.Exited or ContainerState.Dead)
        {
            var cause = Details.OutOfMemory ? " (out of memory)" : ErrorText.DescribeSignal(Details.ExitCode);
            state += $", exit code {Details.ExitCode}{cause}";
        }

        if (Details.Error is { Length: > 0 } error) state += $", error: {error}";
        if (Details.Health is { } health) state += $", health {health.Status}";
        return $"{state}.{ErrorText.Tail("log", await ReadLogAsync().ConfigureAwait(false))}";
    }

    private async Task<string> ReadLogAsync()
    {
        var lines = new List<string>();
        try
        {
            await foreach (var line in _container.LogsAsync(new LogOptions { Tail = LogLines }).ConfigureAwait(false)) lines.Add(line.Text);
        }
        catch (ContainerKitException e)
        {
            lines.Add($"(could not read the log: {e.Message})");
        }

        return string.Join('\n', lines);
    }
}
