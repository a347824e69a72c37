namespace ContainerKit.Testing.Sessions;

/// <summary>The result of a removal.</summary>
/// <param name="Removed">The resources that were removed.</param>
/// <param name="Remaining">The resources that could not be removed, each with the reason.</param>
internal sealed record RemovalReport(IReadOnlyList<string> Removed, IReadOnlyList<string> Remaining)
{
    public static RemovalReport Empty { get; } = new([], []);

    public RemovalReport Combine(RemovalReport other) => new([.. Removed, .. other.Removed], [.. Remaining, .. other.Remaining]);
}
