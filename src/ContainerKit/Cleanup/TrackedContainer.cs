using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>A container that a plan created or that a handle removes.</summary>
internal sealed class TrackedContainer(EngineClient engine, string name, string nonce)
    : LabeledResource(engine, ResourceKind.Container, name, nonce)
{
    /// <summary>Indicates whether the container's anonymous volumes are removed too. Default: true.</summary>
    public bool WithVolumes { get; init; } = true;

    protected override bool RemovesAnonymousVolumes => WithVolumes;

    public override bool IsPartOf(ResultResources result) => result.ContainsId(Id);
}
