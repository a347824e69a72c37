using ContainerKit.Discovery;
using ContainerKit.Sessions;

namespace ContainerKit.Tests.Cleanup;

public sealed class ResourceLabelsTests
{
    private static readonly EngineEndpoint _engine = EngineEndpoint.Parse("unix:///one", "a test");

    [Fact]
    public void An_image_without_a_name_of_the_callers_tells_its_session()
    {
        var name = ResourceLabels.NewImageName(_engine);

        ImageReference.Parse(name).ToString().Should().Be(name);
        ResourceLabels.GetImageSession(name).Should().Be(ResourceLabels.Unmanaged);
        ResourceLabels.NewImageName(_engine).Should().NotBe(name);
    }

    [Fact]
    public void Only_what_is_made_on_a_guarded_engine_says_that_it_goes_with_the_process()
    {
        var (guarded, other) = (EngineEndpoint.Parse("unix:///guarded", "a test"), EngineEndpoint.Parse("unix:///other", "a test"));
        ResourceLabels.MarkSessionManaged(guarded);

        ResourceLabels.SessionLabelFor(EngineEndpoint.Parse("unix:///guarded", "another test")).Should().Be(ResourceLabels.SessionManaged, "another connection leads to the same engine");
        ResourceLabels.AddTo(null, guarded, "n")[ResourceLabels.Session].Should().Be(ResourceLabels.SessionManaged);
        ResourceLabels.AddTo(null, other, "n")[ResourceLabels.Session].Should().Be(ResourceLabels.Unmanaged);
        ResourceLabels.GetImageSession(ResourceLabels.NewImageName(other)).Should().Be(ResourceLabels.Unmanaged);

        ResourceLabels.ClearSessionManaged();

        ResourceLabels.SessionLabelFor(guarded).Should().Be(ResourceLabels.Unmanaged);
    }

    [Theory]
    [InlineData("docker.io/library/")]
    [InlineData("docker.io/")]
    [InlineData("localhost/")]
    public void So_it_does_by_the_names_that_Podman_gives_it(string before) =>
        ResourceLabels.GetImageSession(before + ResourceLabels.NewImageName(_engine)).Should().Be(ResourceLabels.Unmanaged);

    [Theory]
    [InlineData("busybox:latest")]
    [InlineData("containerkit-build:latest")]
    [InlineData("containerkit-build:a-b")]
    [InlineData("my/containerkit-build:handed-1-2-3-4-5-6-7-8")]
    [InlineData("localhost:5000/containerkit-build:handed-1-2-3-4-5-6-7")]
    [InlineData("ghcr.io/containerkit-build:handed-1-2-3-4-5-6-7")]
    [InlineData("<none>:<none>")]
    public void Another_name_is_nobodys(string name) => ResourceLabels.GetImageSession(name).Should().BeNull();
}
