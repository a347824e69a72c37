using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class BuildStagesTests
{
    private const string MultiStageDockerfile = """
        FROM --platform=$BUILDPLATFORM golang AS build
        FROM private.example/lint AS lint
        COPY --from=linter:2 /l /l
        FROM build AS tests
        RUN --mount=type=bind,from=lint,target=/l test
        FROM alpine:${TARGETARCH}${TARGETVARIANT} AS final
        COPY --from=build /a /a
        COPY --from=tools:1 /t /t
        FROM busybox
        COPY --from=FINAL /a /a
        COPY --from=1 /l /l
        """;

    private static readonly Dictionary<string, string> _noArguments = [];

    [Fact]
    public void Base_images_of_a_Dockerfile_do_not_include_its_stages()
    {
        var text = """
            ARG REGISTRY=ghcr.io
            ARG TAG
            FROM ${REGISTRY}/base:$TAG AS build
            COPY --from=host:5000/tools /t /t
            RUN --mount=type=bind,from=helper,target=/h x
            FROM build AS again
            COPY --from=build /a /a
            COPY --from=0 /a /a
            FROM scratch
            FROM "quoted:1" as last
            FROM ${UNSET}/image
            FROM ${UNSET:-docker.io}/default
            """;

        ImageNames(text, new() { ["TAG"] = "2" })
            .Should().Equal("ghcr.io/base:2", "host:5000/tools", "helper", "quoted:1", "docker.io/default");
        ImageNames(text, new() { ["TAG"] = "2", ["REGISTRY"] = "mine" })[0].Should().Be("mine/base:2");
        ImageNames("FROM a\nARG X=b\nFROM $X", _noArguments).Should().Equal("a");
        ImageNames("FROM base AS base\nFROM base", _noArguments).Should().Equal("base");
        ImageNames("", _noArguments).Should().BeEmpty();
    }

    // A hundred doublings, a chain of stages that is deeper than any stack, and here-documents without an end.
    [Fact]
    public void An_untrusted_Dockerfile_is_read_in_bounded_time_and_memory()
    {
        var doublings = string.Concat(Enumerable.Range(1, 100).Select(i => $"ARG A{i}=$A{i - 1}$A{i - 1}\n"));
        ImageNames($"ARG A0=x\n{doublings}FROM $A100", _noArguments).Should().BeEmpty();

        const int Stages = 100_000;
        var chain = "FROM base AS s0\n" + string.Concat(Enumerable.Range(1, Stages).Select(i => $"FROM s{i - 1} AS s{i}\n"));
        var stages = BuildStages.Read(DockerfileText.Parse(chain), _noArguments, _noArguments);
        stages.Needed(target: null).Select(image => image.Name).Should().Equal("base");
        stages.AllImages.Should().ContainSingle();

        var documents = string.Concat(Enumerable.Range(1, 50_000).Select(i => $"RUN <<M{i}\n"));
        DockerfileText.Parse(documents).HasHereDocuments.Should().BeFalse();
        DockerfileText.Parse($"# syntax=a{new string(' ', 200_000)}b").Syntax.Should().EndWith("b");
    }

    [Theory]
    [InlineData("build", "golang for linux/amd64")]
    [InlineData("lint", "private.example/lint, linter:2")]
    [InlineData("tests", "golang for linux/amd64, private.example/lint, linter:2")]
    [InlineData("Final", "golang for linux/amd64, alpine:arm64, tools:1")]
    [InlineData("0", "golang for linux/amd64")]
    [InlineData(null, "golang for linux/amd64, private.example/lint, linter:2, alpine:arm64, tools:1, busybox")]
    [InlineData("missing", "")]
    public void A_build_target_needs_the_images_of_the_stages_it_reaches_with_their_platforms(string? target,
        string needed) => NeededImages(MultiStageDockerfile, target).Should().Be(needed);

    [Theory]
    [InlineData("FROM --platform=linux/s390x a", "a for linux/s390x")]
    [InlineData("FROM --platform=${BUILDOS}/$TARGETARCH a", "a for linux/arm64")]
    [InlineData("FROM --platform=$TARGETPLATFORM a", "a for linux/arm64")]
    [InlineData("ARG BUILDPLATFORM=linux/ppc64le\nFROM --platform=$BUILDPLATFORM a", "a for linux/ppc64le")]
    [InlineData("ARG ON\nFROM --platform=$ON a", "a for an unknown platform")]
    [InlineData("FROM --platform=arm64 a", "a for an unknown platform")]
    [InlineData("FROM --platform=linux/amd64 a AS x\nFROM a\nCOPY --from=x / /", "a for linux/amd64, a")]
    public void The_platform_of_a_base_image_is_resolved_from_the_FROM_instruction(string text, string needed) =>
        NeededImages(text, null).Should().Be(needed);

    [Fact]
    public void Platform_variables_have_the_variant_of_the_target_but_not_of_the_build_platform()
    {
        BuildStages.PlatformVariables("linux/arm", "linux/arm/v6")
            .Should().NotContainKey("BUILDVARIANT").And.Contain("TARGETVARIANT", "v6")
            .And.Contain("TARGETPLATFORM", "linux/arm/v6");
        BuildStages.PlatformVariables("linux/amd64", "arm64")
            .Should().Contain("TARGETPLATFORM", "linux/arm64").And.Contain("TARGETOS", "linux")
            .And.Contain("TARGETARCH", "arm64");
        BuildStages.PlatformVariables("linux/amd64", "linux").Should().Contain("TARGETPLATFORM", "linux/amd64");
        BuildStages.PlatformVariables("linux/amd64", null)
            .Should().Contain("TARGETPLATFORM", "linux/amd64").And.Contain("TARGETVARIANT", "");
    }

    private static List<string> ImageNames(string text, Dictionary<string, string> arguments) =>
        [.. BuildStages.Read(DockerfileText.Parse(text), arguments, _noArguments).AllImages.Select(image => image.Name)];

    private static string NeededImages(string text, string? target) => string.Join(", ",
        BuildStages.Read(DockerfileText.Parse(text), _noArguments,
            BuildStages.PlatformVariables("linux/amd64", "linux/arm64")).Needed(target)
            .Select(image => image.Name + (!image.IsPlatformKnown ? " for an unknown platform"
                : image.Platform is { } platform ? " for " + platform : "")));
}
