namespace ContainerKit.Testing.Sessions;

/// <summary>The kinds of resources with a session label, in the order of their removal.</summary>
internal enum ResourceKind
{
    Container,
    Network,
    Volume,
    Image,
}
