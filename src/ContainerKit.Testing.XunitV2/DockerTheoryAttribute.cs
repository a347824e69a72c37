using ContainerKit.Testing.Execution;
using Xunit;

namespace ContainerKit.Testing;

/// <summary>A test with data that uses containers: see <see cref="DockerFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the default engine, once for all tests of the process, unless the framework knows better.</summary>
    public DockerTheoryAttribute() => Skip = CurrentTest.ReasonToSkip();
}
