namespace ContainerKit.Testing.Tests;

/// <summary>A fixture whose container only sleeps.</summary>
public class SleeperFixture : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");
}

public sealed class AssemblyWideFixture : SleeperFixture;

public sealed class CollectionFixture : SleeperFixture;

[CollectionDefinition(Name)]
public sealed class SharedContainerDefinition : ICollectionFixture<CollectionFixture>
{
    public const string Name = "classes that share a container";
}
