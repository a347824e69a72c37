using System.Runtime.CompilerServices;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>A fact about a real engine. None of them may hang, so each has a time limit; it is long, since engines on busy machines are slow.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EngineFactAttribute : FactAttribute
{
    public EngineFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Timeout = 90_000;
}
