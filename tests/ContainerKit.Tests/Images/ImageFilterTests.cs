namespace ContainerKit.Tests.Images;

public sealed class ImageFilterTests
{
    [Fact]
    public void A_filter_that_says_nothing_asks_for_everything_with_a_name() => new ImageFilter().Query().ToString().Should().Be("?all=0");

    [Fact]
    public void A_filter_is_written_as_the_engine_reads_it()
    {
        var query = new ImageFilter { References = ["a/*", "b:1"], Labels = ["x=1"], Dangling = false, Before = "old", Since = "young", WithIntermediates = true }.Query().ToString();

        Uri.UnescapeDataString(query).Should().Be("""?all=1&filters={"reference":["a/*","b:1"],"label":["x=1"],"dangling":["false"],"before":["old"],"since":["young"]}""");
    }

    [Fact]
    public void A_prune_takes_only_what_has_no_name_unless_it_is_told_otherwise()
    {
        Uri.UnescapeDataString(new ImagePruneFilter().Query().ToString()).Should().Be("""?filters={"dangling":["true"]}""");
        Uri.UnescapeDataString(new ImagePruneFilter { Named = true, Labels = ["a"], WithoutLabels = ["b=c"], Until = DateTimeOffset.FromUnixTimeSeconds(7) }.Query().ToString())
            .Should().Be("""?filters={"dangling":["false"],"until":["7.000"],"label":["a"],"label!":["b=c"]}""");
    }

    [Fact]
    public void A_null_among_the_words_is_refused_when_it_is_described() =>
        FluentActions.Invoking(() => new ImageFilter { References = [null!] }).Should().Throw<ArgumentException>();
}
