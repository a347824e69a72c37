using ContainerKit.Sessions;

namespace ContainerKit.Cleanup;

/// <summary>A resource on an engine with a session label.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Id">The id; of a volume and of an image without a label, the name.</param>
/// <param name="Name">The name for messages.</param>
/// <param name="Session">The value of the label.</param>
/// <param name="CreatedAt">
/// The time of its creation by the engine's clock, or null if the engine does not report it.
/// </param>
internal sealed record SessionResource(ResourceKind Kind, string Id, string Name, string Session, DateTimeOffset? CreatedAt)
{
    public SessionOwner? Owner => SessionOwner.Parse(Session);

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Name}";
}
