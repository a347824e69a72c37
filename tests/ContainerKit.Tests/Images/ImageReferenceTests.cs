namespace ContainerKit.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("ubuntu", "docker.io", "library/ubuntu", "latest", null)]
    [InlineData("ubuntu:22.04", "docker.io", "library/ubuntu", "22.04", null)]
    [InlineData("team/app", "docker.io", "team/app", "latest", null)]
    [InlineData("docker.io/ubuntu", "docker.io", "library/ubuntu", "latest", null)]
    [InlineData("index.docker.io/team/app:1", "docker.io", "team/app", "1", null)]
    [InlineData("index.docker.io/ubuntu", "docker.io", "library/ubuntu", "latest", null)]
    [InlineData("localhost/app", "localhost", "app", "latest", null)]
    [InlineData("localhost:5000/app:dev", "localhost:5000", "app", "dev", null)]
    [InlineData("127.0.0.1:5000/a/b/c", "127.0.0.1:5000", "a/b/c", "latest", null)]
    [InlineData("ghcr.io/org/team/app:v1.2-rc.1", "ghcr.io", "org/team/app", "v1.2-rc.1", null)]
    [InlineData("REGISTRY/app", "REGISTRY", "app", "latest", null)]
    [InlineData("Registry.Example:80/app", "Registry.Example:80", "app", "latest", null)]
    [InlineData("[::1]:5000/app", "[::1]:5000", "app", "latest", null)]
    [InlineData("[fd00::a]/app:2", "[fd00::a]", "app", "2", null)]
    [InlineData("ubuntu@" + Sha, "docker.io", "library/ubuntu", null, Sha)]
    [InlineData("host:1/app:2@" + Sha, "host:1", "app", "2", Sha)]
    [InlineData("a__b/c--d.e_f", "docker.io", "a__b/c--d.e_f", "latest", null)]
    [InlineData("app:_Under.Score-1", "docker.io", "library/app", "_Under.Score-1", null)]
    public void An_image_reference_is_parsed_with_the_defaults_of_Docker(string text, string registry,
        string repository, string? tag, string? digest)
    {
        var reference = ImageReference.Parse(text);

        (reference.Registry, reference.Repository, reference.Tag, reference.Digest)
            .Should().Be((registry, repository, tag, digest));
    }

    [Theory]
    [InlineData("docker.io/library/ubuntu", "ubuntu:latest", "docker.io/library/ubuntu", "ubuntu")]
    [InlineData("index.docker.io/team/app:1", "team/app:1", "docker.io/team/app", "team/app")]
    [InlineData("localhost:5000/app", "localhost:5000/app:latest", "localhost:5000/app", "localhost:5000/app")]
    [InlineData("ghcr.io/library/app", "ghcr.io/library/app:latest", "ghcr.io/library/app", "ghcr.io/library/app")]
    [InlineData("ubuntu@" + Sha, "ubuntu@" + Sha, "docker.io/library/ubuntu", "ubuntu")]
    [InlineData("ubuntu:1@" + Sha, "ubuntu:1@" + Sha, "docker.io/library/ubuntu", "ubuntu")]
    public void An_image_reference_is_shown_in_its_familiar_form(string text, string shown, string name, string familiar)
    {
        var reference = ImageReference.Parse(text);

        (reference.ToString(), reference.Name, reference.FamiliarName).Should().Be((shown, name, familiar));
        ImageReference.Parse(reference.ToString()).Should().Be(reference, "the shown form can be parsed again");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" ", "white space")]
    [InlineData("ubuntu ", "white space")]
    [InlineData("ubuntu\n", "white space")]
    [InlineData("Ubuntu", "lower case")]
    [InlineData("team/App", "lower case")]
    [InlineData("localhost/App", "lower case")]
    [InlineData("ubuntu:", "is not a tag")]
    [InlineData("ubuntu:-1", "is not a tag")]
    [InlineData("ubuntu:.1", "is not a tag")]
    [InlineData("ubuntu:ä", "is not a tag")]
    [InlineData("ubuntu:a+b", "is not a tag")]
    [InlineData("ubuntu@", "is not a digest")]
    [InlineData("ubuntu@sha256:0123", "is not a digest")]
    [InlineData("ubuntu@md5:0123456789abcdef0123456789abcdef", "is not a digest")]
    [InlineData("ubuntu@SHA256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "is not a digest")]
    [InlineData("ubuntu@" + Sha + "@" + Sha, "is not a digest")]
    [InlineData("team//app", "two slashes")]
    [InlineData("team/app/", "at its start or end")]
    [InlineData("/app", "at its start or end")]
    [InlineData("localhost/", "has no repository")]
    [InlineData(":tag", "has no repository")]
    [InlineData("-app", "is not a part of a repository's name")]
    [InlineData("team/-app", "is not a part of a repository's name")]
    [InlineData("app-", "is not a part of a repository's name")]
    [InlineData("a..b", "is not a part of a repository's name")]
    [InlineData("a___b", "is not a part of a repository's name")]
    [InlineData("a:b:c", "is not a part of a repository's name")]
    [InlineData("team/äpp", "is not a part of a repository's name")]
    [InlineData("https://ghcr.io/app", "is not the host of a registry")]
    [InlineData("host:port/app", "is not the host of a registry")]
    [InlineData("-host.example/app", "is not the host of a registry")]
    [InlineData("[::1/app", "is not the host of a registry")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "the id of an image")]
    public void An_invalid_image_reference_is_rejected_with_the_reason(string text, string reason)
    {
        var parse = () => ImageReference.Parse(text);

        parse.Should().Throw<ArgumentException>().WithMessage($"*{reason}*").Which.Message
            .Should().StartWith($"'{text.Replace("\n", @"\n", StringComparison.Ordinal)}'");
        ImageReference.TryParse(text, out var reference).Should().BeFalse();
        reference.Should().BeNull();
    }

    [Fact]
    public void An_image_tag_has_at_most_128_characters()
    {
        ImageReference.Parse("app:" + new string('t', 128)).Tag.Should().HaveLength(128);
        FluentActions.Invoking(() => ImageReference.Parse("app:" + new string('t', 129)))
            .Should().Throw<ArgumentException>().WithMessage("*is not a tag*");
    }

    [Fact]
    public void An_image_name_has_at_most_255_characters_including_its_registry()
    {
        var longest = new string('a', 255 - "localhost/".Length);

        ImageReference.Parse("localhost/" + longest).Name.Should().HaveLength(255);
        FluentActions.Invoking(() => ImageReference.Parse("localhost/a" + longest))
            .Should().Throw<ArgumentException>().WithMessage("*longer than 255*");
    }

    [Fact]
    public void A_null_image_reference_is_rejected()
    {
        FluentActions.Invoking(() => ImageReference.Parse(null!)).Should().Throw<ArgumentNullException>();
        ImageReference.TryParse(null, out _).Should().BeFalse();
    }

    [Fact]
    public void A_pull_of_an_invalid_image_reference_is_rejected_when_the_plan_is_created() =>
        FluentActions.Invoking(() => Image.Pull("No Such Thing"))
            .Should().Throw<ArgumentException>().WithMessage("*white space*");

    [Fact]
    public void An_image_ID_is_parsed_as_a_reference_without_a_name()
    {
        var id = ImageReference.Parse(Sha);

        id.IsId.Should().BeTrue();
        (id.Registry, id.Repository, id.Name, id.Tag, id.Digest).Should().Be(("", "", "", null, Sha));
        id.ToString().Should().Be(Sha);
        ImageReference.Parse("ubuntu").IsId.Should().BeFalse();
        FluentActions.Invoking(() => Image.Pull("ubuntu").Tag(Sha)).Should().Throw<ArgumentException>();
    }
}
