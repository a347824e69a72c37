namespace ContainerKit.Testing.Tests;

/// <summary>The cheapest container there is.</summary>
public class SleeperFixture : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity");
}

public sealed class AssemblyWideFixture : SleeperFixture;

public sealed class CollectionFixture : SleeperFixture;

[CollectionDefinition(Name)]
public sealed class SharingClasses : ICollectionFixture<CollectionFixture>
{
    public const string Name = "classes that share a container";
}
