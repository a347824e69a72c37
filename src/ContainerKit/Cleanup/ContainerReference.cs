namespace ContainerKit.Cleanup;

/// <summary>The id of a container, with its name for messages.</summary>
internal sealed record ContainerReference(string Id, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
