namespace ContainerKit.Testing.Demo;

/// <summary>Fixtures that use another engine than the default one.</summary>
public sealed class OtherEngineTests(OtherEngineTests.SingleContainerFixture container, OtherEngineTests.GroupFixture group)
    : IClassFixture<OtherEngineTests.SingleContainerFixture>, IClassFixture<OtherEngineTests.GroupFixture>
{
    private static readonly DockerEngine _otherEngine =
        new(new DockerEngineOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("DEMO_ENGINE")!) });

    [DockerFact]
    public void Fixtures_on_another_engine_start_their_containers() =>
        Assert.Equal(2, container.Containers.Concat(group.Containers).Count());

    public sealed class SingleContainerFixture : ContainerFixture
    {
        protected override ContainerPlan Describe() => Image.Pull("busybox").Run("sleep", "infinity").On(_otherEngine);
    }

    public sealed class GroupFixture : ContainerGroupFixture
    {
        protected override DockerEngine Engine => _otherEngine;

        protected override void Describe(ContainerGroupBuilder group) =>
            group.Add("one", Image.Pull("busybox"), new ContainerSpec("sleep", "infinity"));
    }
}
