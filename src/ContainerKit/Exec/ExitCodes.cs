namespace ContainerKit;

/// <summary>The exit codes that count as success. The default is <see cref="Zero"/> everywhere.</summary>
public sealed class ExitCodes
{
    private readonly int[]? _allowed;

    private ExitCodes(int[]? allowed) => _allowed = allowed;

    /// <summary>Only exit code 0.</summary>
    public static ExitCodes Zero { get; } = new([0]);

    /// <summary>All exit codes; the caller checks <see cref="ProcessResult.ExitCode"/>.</summary>
    public static ExitCodes Any { get; } = new(null);

    /// <summary>Creates a set of these exit codes. 0 is included only if it is listed.</summary>
    public static ExitCodes Of(params int[] codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return codes.Length > 0
            ? new([.. codes])
            : throw new ArgumentException(
                "The list of exit codes is empty. Name at least one, or use ExitCodes.Any.", nameof(codes));
    }

    /// <summary>Indicates whether an exit code counts as success.</summary>
    public bool IsAllowed(int exitCode) => _allowed is null || _allowed.Contains(exitCode);

    /// <summary>Returns the exit codes as display text.</summary>
    public override string ToString() => _allowed is null ? "any" : string.Join(", ", _allowed);
}
