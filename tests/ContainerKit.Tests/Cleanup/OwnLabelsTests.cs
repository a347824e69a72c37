using ContainerKit.Cleanup;

namespace ContainerKit.Tests.Cleanup;

public sealed class OwnLabelsTests
{
    [Fact]
    public void An_image_without_a_name_of_the_callers_tells_its_session()
    {
        var name = OwnLabels.NewImageName();

        ImageReference.Parse(name).ToString().Should().Be(name);
        OwnLabels.SessionOfImage(name).Should().Be(OwnLabels.SessionId);
        OwnLabels.NewImageName().Should().NotBe(name);
    }

    [Theory]
    [InlineData("docker.io/library/")]
    [InlineData("docker.io/")]
    [InlineData("localhost/")]
    public void So_it_does_by_the_names_that_Podman_gives_it(string before) =>
        OwnLabels.SessionOfImage(before + OwnLabels.NewImageName()).Should().Be(OwnLabels.SessionId);

    [Theory]
    [InlineData("busybox:latest")]
    [InlineData("containerkit-build:latest")]
    [InlineData("containerkit-build:a-b")]
    [InlineData("my/containerkit-build:handed-1-2-3-4-5-6-7-8")]
    [InlineData("localhost:5000/containerkit-build:handed-1-2-3-4-5-6-7")]
    [InlineData("ghcr.io/containerkit-build:handed-1-2-3-4-5-6-7")]
    [InlineData("<none>:<none>")]
    public void Another_name_is_nobodys(string name) => OwnLabels.SessionOfImage(name).Should().BeNull();
}
