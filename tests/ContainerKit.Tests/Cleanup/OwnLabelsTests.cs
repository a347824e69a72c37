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
    [InlineData("busybox:latest")]
    [InlineData("containerkit-build:latest")]
    [InlineData("containerkit-build:a-b")]
    [InlineData("my/containerkit-build:handed-1-2-3-4-5-6-7")]
    public void Another_name_is_nobodys(string name) => OwnLabels.SessionOfImage(name).Should().BeNull();
}
