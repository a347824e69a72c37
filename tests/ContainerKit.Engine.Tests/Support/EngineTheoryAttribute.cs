using System.Runtime.CompilerServices;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>A theory about a real engine, with a time limit for each case: one case may walk through all requests of a chain.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EngineTheoryAttribute : TheoryAttribute
{
    public EngineTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Timeout = 300_000;
}
