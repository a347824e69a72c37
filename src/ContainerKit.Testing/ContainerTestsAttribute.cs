using System.Reflection;
using ContainerKit.Testing.Execution;
using Xunit.v3;

namespace ContainerKit.Testing;

/// <summary>
/// The attribute that applies the behavior of <see cref="DockerFactAttribute"/> to every test of the assembly or class:
/// to a <c>[Fact]</c>, a <c>[Theory]</c> or another kind of test.
/// </summary>
/// <example><code>
/// [assembly: ContainerTests]
/// </code></example>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class)]
public sealed class ContainerTestsAttribute : Attribute, IContainerTest
{
    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.BeforeTest(test);

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.AfterTest(test);
}
