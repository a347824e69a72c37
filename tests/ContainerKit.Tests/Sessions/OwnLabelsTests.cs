using ContainerKit.Cleanup;
using ContainerKit.Engines;

namespace ContainerKit.Tests.Cleanup;

public sealed class OwnLabelsTests
{
    private static readonly EngineEndpoint _engine = EngineEndpoint.Parse("unix:///one", "a test");

    [Fact]
    public void An_image_without_a_name_of_the_callers_tells_its_session()
    {
        var name = OwnLabels.NewImageName(_engine);

        ImageReference.Parse(name).ToString().Should().Be(name);
        OwnLabels.SessionOfImage(name).Should().Be(OwnLabels.Handed);
        OwnLabels.NewImageName(_engine).Should().NotBe(name);
    }

    [Fact]
    public void Only_what_is_made_on_a_guarded_engine_says_that_it_goes_with_the_process()
    {
        var (guarded, other) = (EngineEndpoint.Parse("unix:///guarded", "a test"), EngineEndpoint.Parse("unix:///other", "a test"));
        OwnLabels.Guard(guarded);

        OwnLabels.SessionOn(EngineEndpoint.Parse("unix:///guarded", "another test")).Should().Be(OwnLabels.Guarded, "another connection leads to the same engine");
        OwnLabels.Added(null, guarded, "n")[OwnLabels.Session].Should().Be(OwnLabels.Guarded);
        OwnLabels.Added(null, other, "n")[OwnLabels.Session].Should().Be(OwnLabels.Handed);
        OwnLabels.SessionOfImage(OwnLabels.NewImageName(other)).Should().Be(OwnLabels.Handed);

        OwnLabels.GuardNothing();

        OwnLabels.SessionOn(guarded).Should().Be(OwnLabels.Handed);
    }

    [Theory]
    [InlineData("docker.io/library/")]
    [InlineData("docker.io/")]
    [InlineData("localhost/")]
    public void So_it_does_by_the_names_that_Podman_gives_it(string before) =>
        OwnLabels.SessionOfImage(before + OwnLabels.NewImageName(_engine)).Should().Be(OwnLabels.Handed);

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
