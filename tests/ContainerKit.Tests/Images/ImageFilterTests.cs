namespace ContainerKit.Tests.Images;

public sealed class ImageFilterTests
{
    [Fact]
    public void An_empty_image_filter_excludes_intermediate_images() => new ImageFilter().Query().ToString().Should().Be("?all=0");

    [Fact]
    public void An_image_filter_is_sent_as_Engine_API_query_parameters()
    {
        var query = new ImageFilter
        {
            References = ["a/*", "b:1"],
            Labels = ["x=1"],
            Dangling = false,
            Before = "old",
            Since = "young",
            WithIntermediates = true
        }.Query().ToString();

        Uri.UnescapeDataString(query)
            .Should().Be(
            """?all=1&filters={"reference":["a/*","b:1"],"label":["x=1"],"dangling":["false"],"before":["old"],"since":""" +
            """["young"]}""");
    }

    [Fact]
    public void An_image_prune_removes_only_dangling_images_by_default()
    {
        Uri.UnescapeDataString(new ImagePruneFilter().Query().ToString()).Should().Be("""?filters={"dangling":["true"]}""");
        Uri.UnescapeDataString(
            new ImagePruneFilter
            {
                Named = true,
                Labels = ["a"],
                WithoutLabels = ["b=c"],
                Until = DateTimeOffset.FromUnixTimeSeconds(7)
            }.Query().ToString())
            .Should().Be("""?filters={"dangling":["false"],"until":["7.000"],"label":["a"],"label!":["b=c"]}""");
    }

    [Fact]
    public void A_null_in_an_image_filter_is_rejected_when_it_is_created() =>
        FluentActions.Invoking(() => new ImageFilter { References = [null!] }).Should().Throw<ArgumentException>();
}
