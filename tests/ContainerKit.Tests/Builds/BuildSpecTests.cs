namespace ContainerKit.Tests.Builds;

public sealed class BuildSpecTests
{
    [Fact]
    public void An_invalid_build_spec_is_rejected_when_it_is_created()
    {
        Action[] invalidSpecs =
        [
            () => _ = new BuildSpec(" "),
            () => BuildSpec.FromText(""),
            () => _ = BuildSpec.FromText("FROM a") with { Dockerfile = "Other" },
            () => _ = new BuildSpec(".") { Tags = ["Not A Name"] },
            () => _ = new BuildSpec(
                ".") { Tags = ["a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"] },
            () => _ = new BuildSpec(".") { Platform = "arm65" },
            () => _ = new BuildSpec(".") { Labels = new Dictionary<string, string> { ["containerkit.session"] = "x" } },
            () => _ = new BuildSpec(".") { Arguments = new Dictionary<string, string> { ["A=B"] = "x" } },
            () => _ = new BuildSpec(
                ".") { Credentials = new Dictionary<string, RegistryCredential> { ["not a host"] = new("a", "b") } },
            () => _ = new BuildSpec(".") { Credentials = new Dictionary<string, RegistryCredential> { ["ghcr.io"] = null! } },
        ];

        invalidSpecs.Should().AllSatisfy(create => create
            .Should().Throw<ArgumentException>().Which.Message.Should().NotBeEmpty());
    }

    [Fact]
    public void A_build_plan_reads_like_docker_build_and_shows_no_build_argument_values()
    {
        var spec = new BuildSpec("./app")
        {
            Tags = ["app:1", "app"],
            Target = "test",
            Dockerfile = "My.Dockerfile",
            Platform = "Linux/ARM64",
            Arguments = new Dictionary<string, string> { ["TOKEN"] = "s3cret" },
            Credentials = new Dictionary<string, RegistryCredential> { ["ghcr.io"] = new("alice", "s3cret") },
        };

        Image.Build(spec).Run("true").ToString()
            .Should().Be(
            "build -t app:1 -t app:latest --target test --platform linux/arm64 -f My.Dockerfile ./app → run true");
        BuildSpec.FromText("FROM a").ToString().Should().Be("build from text");
        BuildSpec.FromText("FROM a", "./app").ToString().Should().Be("build ./app from text");
    }
}
