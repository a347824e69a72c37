namespace ContainerKit;

/// <summary>Which exit codes count as success. The default everywhere is <see cref="Zero"/>.</summary>
public sealed class ExitCodes
{
    private readonly int[]? _allowed;

    private ExitCodes(int[]? allowed) => _allowed = allowed;

    /// <summary>Only 0.</summary>
    public static ExitCodes Zero { get; } = new([0]);

    /// <summary>Every code: look at <see cref="ProcessResult.ExitCode"/> yourself.</summary>
    public static ExitCodes Any { get; } = new(null);

    /// <summary>Just these codes. 0 is among them only when named.</summary>
    public static ExitCodes Of(params int[] codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return codes.Length > 0 ? new([.. codes]) : throw new ArgumentException("Name at least one exit code, or use ExitCodes.Any.", nameof(codes));
    }

    /// <summary>Whether a code counts as success.</summary>
    public bool IsAllowed(int exitCode) => _allowed is null || _allowed.Contains(exitCode);

    /// <summary>The codes, for people.</summary>
    public override string ToString() => _allowed is null ? "any" : string.Join(", ", _allowed);
}
