using System.Text.Json;

namespace ContainerKit.Tests.Images;

/// <summary>What engines say of images is read tolerantly: what is missing or of another kind is absent, and nothing is a crash.</summary>
public sealed class ImageDetailsTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Id": "sha256:1", "RepoTags": null, "RepoDigests": null, "Config": null, "RootFS": null, "Created": "", "Size": "no number" }""")]
    [InlineData("""{ "Config": { "Cmd": "sh", "Entrypoint": {}, "Env": {}, "ExposedPorts": [], "Volumes": [], "Labels": [], "Healthcheck": { "Test": null, "Retries": "x" } } }""")]
    public void An_image_of_which_little_is_told_is_read(string json)
    {
        var details = ImageDetails.Read(Parse(json));

        details.Tags.Should().BeEmpty();
        details.Environment.Should().BeEmpty();
        details.Ports.Should().BeEmpty();
        details.Layers.Should().BeEmpty();
        details.HealthCheck.Should().BeNull();
        details.CreatedAt.Should().BeNull();
        details.ToString().Should().StartWith("<none>");
    }

    [Fact]
    public void Of_a_variable_that_comes_twice_the_last_counts() =>
        ImageDetails.Read(Parse("""{ "Config": { "Env": ["A=1", "B", "A=2=3", "=C"] } }""")).Environment.Should().Equal(new Dictionary<string, string> { ["A"] = "2=3" });

    [Fact]
    public void Ports_of_unknown_protocols_are_left_out() =>
        ImageDetails.Read(Parse("""{ "Config": { "ExposedPorts": { "80/tcp": {}, "99/odd": {}, "x": {}, "53/udp": {} } } }""")).Ports.Select(port => port.ToString()).Should().Equal("80/tcp", "53/udp");

    [Fact]
    public void Names_of_nothing_are_no_names()
    {
        var image = ImageSummary.Read(Parse("""{ "Id": "sha256:0123456789abcdef", "RepoTags": ["<none>:<none>"], "RepoDigests": ["<none>@<none>"], "Containers": -1, "Size": 1234567, "Created": 0 }"""));

        image.IsDangling.Should().BeTrue();
        image.Digests.Should().BeEmpty();
        image.Containers.Should().BeNull();
        image.CreatedAt.Should().BeNull();
        image.ToString().Should().Be("<none> (0123456789ab), 1.23MB");
    }

    [Fact]
    public void A_step_whose_image_is_not_there_has_no_id() =>
        ImageHistoryEntry.Read(Parse("""{ "Id": "<missing>", "Created": 1767225600, "CreatedBy": "RUN true", "Size": 0, "Tags": null, "Comment": "" }""")).Should()
            .Match<ImageHistoryEntry>(step => step.Id == null && step.CreatedAt == DateTimeOffset.FromUnixTimeSeconds(1767225600) && step.ToString() == "RUN true: 0B");

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
