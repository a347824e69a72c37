using System.Reflection;
using System.Runtime.CompilerServices;
using ContainerKit.Testing.Execution;
using Xunit;
using Xunit.v3;

namespace ContainerKit.Testing;

/// <summary>
/// A test that uses containers. Without an engine it is skipped, with the reason; where the variable <c>CONTAINERKIT_ENGINE</c> is
/// <c>required</c>, it fails. The engine is the one that its fixtures have looked for, and the default where it has none. When it fails, its output tells what the containers of its fixtures wrote while it ran, and each log is an attachment.
/// Afterwards its class and collection fixtures are reset, as they say themselves.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber), IContainerTest
{
    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.Begin(test);

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test) => ContainerTestLifecycle.End(test);
}
