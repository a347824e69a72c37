namespace ContainerKit.Testing.Sessions;

/// <summary>What can carry a session's label, in the order in which it can be removed.</summary>
internal enum ResourceKind
{
    Container,
    Network,
    Volume,
    Image,
}
