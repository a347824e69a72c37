using Microsoft.Extensions.Logging;

namespace ContainerKit;

/// <summary>How a container's log goes to a logger. Immutable.</summary>
public sealed record LogToOptions
{
    /// <summary>The level of what comes from standard output; with a TTY that is all. Default: information.</summary>
    public LogLevel Stdout { get; init; } = LogLevel.Information;

    /// <summary>The level of what comes from standard error. Default: warning.</summary>
    public LogLevel Stderr { get; init; } = LogLevel.Warning;

    /// <summary>How many lines that are there already to begin with. Default: all.</summary>
    public int? Tail
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A tail is 0 lines or more.");
    }
}
