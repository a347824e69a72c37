using Microsoft.Extensions.Logging;

namespace ContainerKit;

/// <summary>The options for forwarding a container's log to a logger. Immutable.</summary>
public sealed record LogToOptions
{
    /// <summary>
    /// The log level for standard output. With a TTY, it applies to all output. Default: information.
    /// </summary>
    public LogLevel Stdout { get; init; } = LogLevel.Information;

    /// <summary>The log level for standard error. Default: warning.</summary>
    public LogLevel Stderr { get; init; } = LogLevel.Warning;

    /// <summary>The number of existing lines to start with. Default: all.</summary>
    public int? Tail
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Tail must be 0 or more.");
    }
}
