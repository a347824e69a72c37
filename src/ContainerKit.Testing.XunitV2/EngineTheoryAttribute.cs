using ContainerKit.Testing.Runs;
using Xunit;

namespace ContainerKit.Testing;

/// <summary>A test with data that uses containers: see <see cref="EngineFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EngineTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for an engine, once for all tests of the process.</summary>
    public EngineTheoryAttribute() => Skip = Task.Run(EngineAtHand.ReasonToSkipAsync).GetAwaiter().GetResult();
}
