using ContainerKit.Testing.Runs;
using Xunit;

namespace ContainerKit.Testing;

/// <summary>
/// A test that uses containers. Without an engine it is skipped, with the reason; where the variable <c>CONTAINERKIT_ENGINE</c> is
/// <c>promised</c>, it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EngineFactAttribute : FactAttribute
{
    /// <summary>Looks for an engine, once for all tests of the process.</summary>
    // An attribute knows no way to be awaited.
    public EngineFactAttribute() => Skip = Task.Run(EngineAtHand.ReasonToSkipAsync).GetAwaiter().GetResult();
}
