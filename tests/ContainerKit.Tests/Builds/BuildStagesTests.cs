using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class BuildStagesTests
{
    private const string Several = """
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

    private static readonly Dictionary<string, string> _none = [];

    [Fact]
    public void Base_images_are_named_and_stages_are_not()
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
            FROM ${NOBODY}/knows
            FROM ${NOBODY:-docker.io}/default
            """;

        All(text, new() { ["TAG"] = "2" }).Should().Equal("ghcr.io/base:2", "host:5000/tools", "helper", "quoted:1", "docker.io/default");
        All(text, new() { ["TAG"] = "2", ["REGISTRY"] = "mine" })[0].Should().Be("mine/base:2");
        All("FROM a\nARG X=b\nFROM $X", _none).Should().Equal("a");
        All("FROM base AS base\nFROM base", _none).Should().Equal("base");
        All("", _none).Should().BeEmpty();
    }

    [Theory]
    [InlineData("build", "golang for linux/amd64")]
    [InlineData("lint", "private.example/lint, linter:2")]
    [InlineData("tests", "golang for linux/amd64, private.example/lint, linter:2")]
    [InlineData("Final", "golang for linux/amd64, alpine:arm64, tools:1")]
    [InlineData("0", "golang for linux/amd64")]
    [InlineData(null, "golang for linux/amd64, private.example/lint, linter:2, alpine:arm64, tools:1, busybox")]
    [InlineData("nobody", "")]
    public void A_target_needs_what_it_reaches_each_for_its_platform(string? target, string needed) => Needed(Several, target).Should().Be(needed);

    [Theory]
    [InlineData("FROM --platform=linux/s390x a", "a for linux/s390x")]
    [InlineData("FROM --platform=${BUILDOS}/$TARGETARCH a", "a for linux/arm64")]
    [InlineData("FROM --platform=$TARGETPLATFORM a", "a for linux/arm64")]
    [InlineData("ARG BUILDPLATFORM=linux/ppc64le\nFROM --platform=$BUILDPLATFORM a", "a for linux/ppc64le")]
    [InlineData("ARG ON\nFROM --platform=$ON a", "a for who knows")]
    [InlineData("FROM --platform=arm64 a", "a for who knows")]
    [InlineData("FROM --platform=linux/amd64 a AS x\nFROM a\nCOPY --from=x / /", "a for linux/amd64, a")]
    public void A_platform_is_known_or_it_is_not(string text, string needed) => Needed(text, null).Should().Be(needed);

    [Fact]
    public void Which_arm_it_is_BuildKit_says_itself()
    {
        BuildStages.PlatformVariables("linux/arm", "linux/arm/v6").Should().NotContainKey("BUILDVARIANT").And.Contain("TARGETVARIANT", "v6").And.Contain("TARGETPLATFORM", "linux/arm/v6");
        BuildStages.PlatformVariables("linux/amd64", "arm64").Should().Contain("TARGETPLATFORM", "linux/arm64").And.Contain("TARGETOS", "linux").And.Contain("TARGETARCH", "arm64");
        BuildStages.PlatformVariables("linux/amd64", "linux").Should().Contain("TARGETPLATFORM", "linux/amd64");
        BuildStages.PlatformVariables("linux/amd64", null).Should().Contain("TARGETPLATFORM", "linux/amd64").And.Contain("TARGETVARIANT", "");
    }

    private static List<string> All(string text, Dictionary<string, string> arguments) =>
        [.. BuildStages.Read(DockerfileText.Parse(text), arguments, _none).AllImages.Select(image => image.Name)];

    private static string Needed(string text, string? target) => string.Join(", ",
        BuildStages.Read(DockerfileText.Parse(text), _none, BuildStages.PlatformVariables("linux/amd64", "linux/arm64")).Needed(target)
            .Select(image => image.Name + (image.HasToldPlatform ? image.Platform is { } platform ? " for " + platform : "" : " for who knows")));
}
