namespace ContainerKit;

/// <summary>Which part of a container's log to read. Immutable.</summary>
public sealed record LogOptions
{
    /// <summary>Whether to go on with new lines until the container stops. Default: false.</summary>
    public bool Follow { get; init; }

    /// <summary>How many lines from the end to begin with. Default: all.</summary>
    public int? Tail
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A tail is 0 lines or more.");
    }

    /// <summary>Leaves out what the engine received before. Default: nothing is left out.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Leaves out what the engine received after. Default: nothing is left out.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether lines carry the time when the engine received them. Default: false.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Whether standard output is read. Default: true.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Whether standard error is read. Default: true.</summary>
    public bool Stderr { get; init; } = true;
}
