namespace ContainerKit.Cleanup;

/// <summary>
/// The kinds of resources, in the order in which a session removes them: a network, a volume or an image can be removed
/// only after the containers that use it.
/// </summary>
internal enum ResourceKind
{
    Container,
    Network,
    Volume,
    Image,
}
