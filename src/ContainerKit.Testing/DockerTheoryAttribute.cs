using System.Reflection;
using System.Runtime.CompilerServices;
using ContainerKit.Testing.Execution;
using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing;

/// <summary>A test with data that uses containers: see <see cref="DockerFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber), IContainerTest
{
    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.BeforeTest(test);

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.AfterTest(test);
}
