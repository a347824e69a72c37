using ContainerKit.Sessions;

namespace ContainerKit.Testing.Sessions;

/// <summary>Something on an engine that carries a session's label.</summary>
/// <param name="Session">The label's value.</param>
/// <param name="Made">When it was made, by the engine's clock; null where the engine does not tell.</param>
internal sealed record SessionResource(ResourceKind Kind, string Id, string Name, string Session, DateTimeOffset? Made)
{
    public SessionOwner? Owner => SessionOwner.Parse(Session);

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Name}";
}
