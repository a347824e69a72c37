using System.Runtime.CompilerServices;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>A test on the real engine: it has a time limit, so that one that hangs tells its name.</summary>
public sealed class DockerFactAttribute : FactAttribute
{
    public DockerFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Timeout = 60_000;
}
