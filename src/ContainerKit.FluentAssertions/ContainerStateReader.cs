using ContainerKit.Diagnostics;

namespace ContainerKit.Assertions;

/// <summary>The state of a container at one moment.</summary>
internal sealed class ContainerStateReader
{
    /// <summary>The text for a container that does not exist.</summary>
    public const string NotFound = "the container no longer exists on the engine.";

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
        var log = await ReadLogAsync().ConfigureAwait(false);
        var block = log.Length == 0 ? "" : "\nlog:\n  " + VisibleText.Block(log).Replace("\n", "\n  ", StringComparison.Ordinal);
        return $"it is {Details.DescribeState()}.{block}";
    }

    private async Task<string> ReadLogAsync()
    {
        try
        {
            return await _container.ReadLogTailAsync().ConfigureAwait(false);
        }
        catch (ContainerKitException e)
        {
            return $"(could not read the log: {e.Message})";
        }
    }
}
