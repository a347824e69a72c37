using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class DockerfileTextTests
{
    private static readonly Dictionary<string, string> _none = [];

    [Theory]
    [InlineData("FROM a\nRUN make", null)]
    [InlineData("FROM a\nRUN --mount=type=cache,target=/c make", "RUN --mount")]
    [InlineData("FROM a\nrun \\\n  # a comment\n  --network=none make", "RUN --network")]
    [InlineData("FROM a\nCOPY --chmod=755 x /", "COPY --chmod")]
    [InlineData("FROM a\nCOPY --chown=1 --link x /", "COPY --link")]
    [InlineData("FROM a\nCOPY --chown=1 --from=b x /", null)]
    [InlineData("FROM a\nADD --checksum=sha256:0 http://x /", "ADD --checksum")]
    [InlineData("# syntax=docker/dockerfile:1\nFROM a", "a '# syntax=' line")]
    [InlineData("FROM a\n# syntax=docker/dockerfile:1", null)]
    [InlineData("# a comment\n# syntax=docker/dockerfile:1\nFROM a", null)]
    [InlineData("FROM a\nRUN <<EOF\necho hi\nEOF", "a here-document")]
    [InlineData("FROM a\nRUN cat <<-'EOF' > /x\n\techo hi\n\tEOF\nCMD x", "a here-document")]
    [InlineData("FROM a\nCOPY <<A <<B /\na\nA\nb\nB", "a here-document")]
    [InlineData("FROM a\nRUN echo $((1<<2))", null)]
    [InlineData("FROM a\nRUN cat <<EOF", null)]
    [InlineData("FROM --platform=$BUILDPLATFORM a", "BUILDPLATFORM")]
    [InlineData("FROM a\nARG TARGETARCH\nRUN echo $TARGETARCH", "TARGETARCH")]
    [InlineData("FROM a\nRUN echo --mount", null)]
    [InlineData("", null)]
    public void It_tells_what_only_BuildKit_understands(string text, string? need) => DockerfileText.Parse(text).NeedOfBuildKit.Should().Be(need);

    [Fact]
    public void Lines_are_joined_and_comments_and_here_documents_stepped_over()
    {
        var instructions = DockerfileText.Parse("# escape=`\r\nFROM a`\r\n:1\r\n\r\n  # FROM b\r\nRUN x `\r\n# y\r\n\r\n  z\r\nRUN <<E\r\nFROM c\r\nE\r\nCMD q").Instructions;

        instructions.Select(instruction => $"{instruction.Keyword} {instruction.Arguments}").Should().Equal("FROM a:1", "RUN x   z", "RUN <<E", "CMD q");
    }

    [Fact]
    public void Base_images_are_named_and_stages_are_not()
    {
        var text = DockerfileText.Parse("""
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
            """);

        text.BaseImages(new Dictionary<string, string> { ["TAG"] = "2" }).Should().Equal("ghcr.io/base:2", "host:5000/tools", "helper", "quoted:1", "docker.io/default");
        text.BaseImages(new Dictionary<string, string> { ["TAG"] = "2", ["REGISTRY"] = "mine" })[0].Should().Be("mine/base:2");
        DockerfileText.Parse("FROM a\nARG X=b\nFROM $X").BaseImages(_none).Should().Equal("a");
    }
}
