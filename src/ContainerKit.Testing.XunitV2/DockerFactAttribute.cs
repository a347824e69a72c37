using ContainerKit.Testing.Execution;
using Xunit;

namespace ContainerKit.Testing;

/// <summary>
/// A test that uses containers. Without an engine it is skipped with the reason. It fails instead if the variable
/// <c>CONTAINERKIT_ENGINE</c> is <c>required</c>.
/// </summary>
/// <remarks>
/// If the assembly uses <see cref="ContainerTestFramework"/>, the engine is the one of the test's fixtures, or the
/// default engine for a test without fixtures. Otherwise it is always the default engine.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute : FactAttribute
{
    /// <summary>
    /// Creates the attribute. Connects to the default engine, once per process, unless
    /// <see cref="ContainerTestFramework"/> runs the tests.
    /// </summary>
    public DockerFactAttribute() => Skip = CurrentTest.GetSkipReason();
}
