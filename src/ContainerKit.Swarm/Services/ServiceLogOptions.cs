namespace ContainerKit.Swarm;

/// <summary>The part of a service's log that is read: the options of <c>docker service logs</c>.</summary>
public sealed record ServiceLogOptions
{
    /// <summary>Indicates whether to continue with new lines until the service is removed. Default: false.</summary>
    public bool Follow { get; init; }

    /// <summary>The number of lines to read from the end of the log of each task. Default: all.</summary>
    public int? Tail
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Tail must be 0 or more.");
    }

    /// <summary>The time of the first line to read. Default: none.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Indicates whether lines have the time when the node received them. Default: false.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Indicates whether standard output is read. Default: true.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Indicates whether standard error is read. Default: true.</summary>
    public bool Stderr { get; init; } = true;
}
