using ContainerKit.Testing.Execution;
using Xunit;

namespace ContainerKit.Testing;

/// <summary>
/// A test that uses containers. Without an engine it is skipped, with the reason; where the variable <c>CONTAINERKIT_ENGINE</c> is
/// <c>required</c>, it fails. Where the assembly names <see cref="ContainerTestFramework"/>, the engine is the one that the test's fixtures have looked
/// for, and the default for a test without fixtures; else it is the default in any case.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute : FactAttribute
{
    /// <summary>Looks for the default engine, once for all tests of the process, unless the framework knows better.</summary>
    public DockerFactAttribute() => Skip = CurrentTest.ReasonToSkip();
}
