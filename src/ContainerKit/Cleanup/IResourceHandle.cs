namespace ContainerKit.Cleanup;

/// <summary>A handle whose resource belongs to the caller when it is part of a plan's result.</summary>
internal interface IResourceHandle
{
    /// <summary>Adds the resource of the handle.</summary>
    void AddTo(ResultResources resources);
}
