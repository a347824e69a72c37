using System.Text.Json;

namespace ContainerKit.Tests.Images;

/// <summary>
/// Image details are read tolerantly: a missing value or a value of another type counts as absent and does not throw.
/// </summary>
public sealed class ImageDetailsTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Id": "sha256:1", "RepoTags": null, "RepoDigests": null, "Config": null, "RootFS": """ +
        """null, "Created": "", "Size": "no number" }""")]
    [InlineData("""{ "Config": { "Cmd": "sh", "Entrypoint": {}, "Env": {}, "ExposedPorts": [], "Volumes": """ +
        """[], "Labels": [], "Healthcheck": { "Test": null, "Retries": "x" } } }""")]
    public void Image_details_with_missing_or_unexpected_values_are_read(string json)
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
    public void The_last_value_of_a_repeated_image_environment_variable_is_used() =>
        ImageDetails.Read(Parse("""{ "Config": { "Env": ["A=1", "B", "A=2=3", "=C"] } }""")).Environment
            .Should().Equal(new Dictionary<string, string> { ["A"] = "2=3" });

    [Fact]
    public void Image_ports_with_unknown_protocols_are_omitted() =>
        ImageDetails.Read(
            Parse("""{ "Config": { "ExposedPorts": { "80/tcp": {}, "99/odd": {}, "x": {}, "53/udp": {} } } }"""))
            .Ports.Select(port => port.ToString()).Should().Equal("80/tcp", "53/udp");

    [Fact]
    public void An_image_with_none_as_its_only_tag_is_dangling()
    {
        var image = ImageSummary.Read(
            Parse("""{ "Id": "sha256:0123456789abcdef", "RepoTags": ["<none>:<none>"], "RepoDigests": """ +
            """["<none>@<none>"], "Containers": -1, "Size": 1234567, "Created": 0 }"""));

        image.IsDangling.Should().BeTrue();
        image.Digests.Should().BeEmpty();
        image.Containers.Should().BeNull();
        image.CreatedAt.Should().BeNull();
        image.ToString().Should().Be("<none> (0123456789ab), 1.23MB");
    }

    [Fact]
    public void An_image_history_entry_without_an_image_has_no_ID() =>
        ImageHistoryEntry.Read(
            Parse("""{ "Id": "<missing>", "Created": 1767225600, "CreatedBy": "RUN true", "Size": 0, "Tags": """ +
            """null, "Comment": "" }""")).Should()
            .Match<ImageHistoryEntry>(entry => entry.Id == null
            && entry.CreatedAt == DateTimeOffset.FromUnixTimeSeconds(1767225600) && entry.ToString() == "RUN true: 0B");

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
