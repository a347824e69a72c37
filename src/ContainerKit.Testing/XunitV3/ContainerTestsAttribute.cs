using System.Reflection;
using ContainerKit.Testing.Execution;
using Xunit.v3;

namespace ContainerKit.Testing;

/// <summary>
/// Makes of every test of the assembly or class what <see cref="DockerFactAttribute"/> makes of one, be it a <c>[Fact]</c>, a <c>[Theory]</c> or of another kind.
/// </summary>
/// <example><code>
/// [assembly: ContainerTests]
/// </code></example>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class)]
public sealed class ContainerTestsAttribute : Attribute, IContainerTest
{
    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.Begin(test);

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.End(test);
}
