using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>A resource on an engine with a session label.</summary>
/// <param name="Session">The value of the label.</param>
/// <param name="CreatedAt">
/// The time of its creation by the engine's clock, or null if the engine does not report it.
/// </param>
internal sealed record SessionResource(ResourceKind Kind, string Id, string Name, string Session, DateTimeOffset? CreatedAt)
{
    public SessionOwner? Owner => SessionOwner.Parse(Session);

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Name}";
}
