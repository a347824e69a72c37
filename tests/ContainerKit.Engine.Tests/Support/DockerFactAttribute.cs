using System.Runtime.CompilerServices;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>A test that needs a real engine. Its timeout makes a test that hangs fail with its name.</summary>
public sealed class DockerFactAttribute : FactAttribute
{
    public DockerFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Timeout = 60_000;
}
