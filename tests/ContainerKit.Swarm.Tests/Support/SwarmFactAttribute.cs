using System.Runtime.CompilerServices;

namespace ContainerKit.Swarm.Tests.Support;

/// <summary>A test that needs the swarm of <c>eng/swarm.sh</c>. Its timeout makes a test that hangs fail with its name.</summary>
public sealed class SwarmFactAttribute : FactAttribute
{
    public SwarmFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Timeout = 180_000;
}
