namespace ContainerKit.Testing.Tests;

/// <summary>A fixture whose container only sleeps.</summary>
public class SleeperFixture : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");
}

/// <summary>A fixture whose container clears the screen and exits.</summary>
public sealed class ControlCharacterFixture : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("printf", @"\033[2J\302\23331mforged\n");
}

public sealed class AssemblyWideFixture : SleeperFixture;

public sealed class CollectionFixture : SleeperFixture;

[CollectionDefinition(Name)]
public sealed class SharedContainerDefinition : ICollectionFixture<CollectionFixture>
{
    public const string Name = "classes that share a container";
}
