using ContainerKit.Testing.Runs;
using Xunit;

namespace ContainerKit.Testing;

/// <summary>A test with data that uses containers: see <see cref="EngineFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EngineTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the default engine, once for all tests of the process, unless the framework knows better.</summary>
    public EngineTheoryAttribute() => Skip = TestFrame.ReasonToSkip();
}
