using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class DockerfileTextTests
{
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
    public void A_Dockerfile_feature_that_requires_BuildKit_is_detected(string text, string? requirement) =>
        DockerfileText.Parse(text).BuildKitRequirement.Should().Be(requirement);

    [Fact]
    public void Dockerfile_lines_are_joined_and_comments_and_here_documents_are_skipped()
    {
        var instructions = DockerfileText.Parse(
            "# escape=`\r\nFROM a`\r\n:1\r\n\r\n  # FROM b\r\nRUN x `\r\n# y\r\n\r\n  z\r\nRUN <<E\r\nFROM " +
            "c\r\nE\r\nCMD q").Instructions;

        instructions.Select(instruction => $"{instruction.Keyword} {instruction.Arguments}")
            .Should().Equal("FROM a:1", "RUN x   z", "RUN <<E", "CMD q");
    }
}
