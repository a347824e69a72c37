namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Skips the test if the engine lacks a feature. The reason of the skip names the feature and the answer of the engine.
/// The base classes of the tests apply it; see <see cref="EngineFeatures.RequireForTestAsync"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequiresAttribute(params EngineFeature[] features) : Attribute
{
    public IReadOnlyList<EngineFeature> Features { get; } = features;
}
