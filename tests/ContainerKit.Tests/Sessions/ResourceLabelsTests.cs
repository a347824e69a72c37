using ContainerKit.Discovery;
using ContainerKit.Sessions;

namespace ContainerKit.Tests.Sessions;

public sealed class ResourceLabelsTests
{
    private static readonly EngineEndpoint _engine = EngineEndpoint.Parse("unix:///one", "a test");

    [Fact]
    public void A_generated_image_name_contains_its_session()
    {
        var name = ResourceLabels.NewImageName(_engine);

        ImageReference.Parse(name).ToString().Should().Be(name);
        ResourceLabels.GetImageSession(name).Should().Be(ResourceLabels.Unmanaged);
        ResourceLabels.NewImageName(_engine).Should().NotBe(name);
    }

    [Fact]
    public void Only_resources_on_a_session_managed_engine_get_the_session_managed_label()
    {
        var (managed, other) =
            (EngineEndpoint.Parse("unix:///managed", "a test"), EngineEndpoint.Parse("unix:///other", "a test"));
        ResourceLabels.MarkSessionManaged(managed);

        ResourceLabels.SessionLabelFor(EngineEndpoint.Parse("unix:///managed", "another test"))
            .Should().Be(ResourceLabels.SessionManaged, "another endpoint with the same address is the same engine");
        ResourceLabels.AddTo(null, managed, "n")[ResourceLabels.Session].Should().Be(ResourceLabels.SessionManaged);
        ResourceLabels.AddTo(null, other, "n")[ResourceLabels.Session].Should().Be(ResourceLabels.Unmanaged);
        ResourceLabels.GetImageSession(ResourceLabels.NewImageName(other)).Should().Be(ResourceLabels.Unmanaged);

        ResourceLabels.ClearSessionManaged();

        ResourceLabels.SessionLabelFor(managed).Should().Be(ResourceLabels.Unmanaged);
    }

    [Theory]
    [InlineData("docker.io/library/")]
    [InlineData("docker.io/")]
    [InlineData("localhost/")]
    public void A_generated_image_name_with_a_registry_added_by_Podman_contains_its_session(string prefix) =>
        ResourceLabels.GetImageSession(prefix + ResourceLabels.NewImageName(_engine)).Should().Be(ResourceLabels.Unmanaged);

    [Theory]
    [InlineData("busybox:latest")]
    [InlineData("containerkit-build:latest")]
    [InlineData("containerkit-build:a-b")]
    [InlineData("my/containerkit-build:unmanaged-1-2-3-4-5-6-7-8")]
    [InlineData("localhost:5000/containerkit-build:unmanaged-1-2-3-4-5-6-7")]
    [InlineData("ghcr.io/containerkit-build:unmanaged-1-2-3-4-5-6-7")]
    [InlineData("<none>:<none>")]
    public void An_image_name_that_was_not_generated_has_no_session(string name) =>
        ResourceLabels.GetImageSession(name).Should().BeNull();
}
