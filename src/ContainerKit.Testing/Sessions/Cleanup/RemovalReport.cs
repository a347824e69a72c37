namespace ContainerKit.Testing.Sessions;

/// <summary>What a removal did.</summary>
/// <param name="Removed">The things that it removed.</param>
/// <param name="Left">What it could not remove, each with the reason.</param>
internal sealed record RemovalReport(IReadOnlyList<string> Removed, IReadOnlyList<string> Left)
{
    public static RemovalReport Nothing { get; } = new([], []);

    public RemovalReport With(RemovalReport other) => new([.. Removed, .. other.Removed], [.. Left, .. other.Left]);
}
