using System.Reflection;
using System.Runtime.CompilerServices;
using ContainerKit.Testing.Execution;
using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing;

/// <summary>
/// A test that uses containers. Without an engine it is skipped with the reason. It fails instead if the variable
/// <c>CONTAINERKIT_ENGINE</c> is <c>required</c>. The engine is the one of its fixtures, or the default engine if it
/// has no fixtures.
/// </summary>
/// <remarks>
/// If the test fails, its output shows what the containers of its fixtures wrote during the test, and each log is
/// attached to the result. After the test, its class and collection fixtures are reset; see
/// <see cref="DockerFixture.ResetAsync"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber), IContainerTest
{
    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.BeforeTest(test);

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.AfterTest(test);
}
