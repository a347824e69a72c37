namespace ContainerKit;

/// <summary>The part of a container's log to read. Immutable.</summary>
public sealed record LogOptions
{
    /// <summary>Indicates whether to continue with new lines until the container stops. Default: false.</summary>
    /// <remarks>
    /// Before Docker Engine 23.0, a last line without a line end may be missing if the engine removes the container at its exit, as with
    /// <see cref="ContainerSpec.AutoRemove"/>.
    /// </remarks>
    public bool Follow { get; init; }

    /// <summary>The number of lines to read from the end of the log. Default: all.</summary>
    public int? Tail
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Tail must be 0 or more.");
    }

    /// <summary>
    /// The time of the first line to read, as received by the engine. A line with this <see cref="OutputLine.Timestamp"/> is
    /// included. Default: none.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>
    /// The time of the last line to read, as received by the engine. A line with this <see cref="OutputLine.Timestamp"/> is
    /// included. Default: none.
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Indicates whether lines have the time when the engine received them. Default: false.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Indicates whether standard output is read. Default: true.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Indicates whether standard error is read. Default: true.</summary>
    public bool Stderr { get; init; } = true;
}
