namespace ContainerKit.Cleanup;

/// <summary>A container by its id, with its name for messages.</summary>
internal sealed record ContainerReference(string Id, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
