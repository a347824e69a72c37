using ContainerKit.Testing.Execution;
using Xunit;

namespace ContainerKit.Testing;

/// <summary>A test with data that uses containers: see <see cref="DockerFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerTheoryAttribute : TheoryAttribute
{
    /// <summary>
    /// Creates the attribute. Connects to the default engine, once per process, unless
    /// <see cref="ContainerTestFramework"/> runs the tests.
    /// </summary>
    public DockerTheoryAttribute() => Skip = CurrentTest.GetSkipReason();
}
