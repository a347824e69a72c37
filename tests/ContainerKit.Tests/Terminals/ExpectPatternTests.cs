using System.Text.RegularExpressions;

namespace ContainerKit.Tests.Terminals;

public sealed partial class ExpectPatternTests
{
    [Fact]
    public void An_expected_text_is_found_even_if_it_starts_in_searched_output()
    {
        ExpectPattern pattern = "abc";

        pattern.Find("..ab", 0).Index.Should().Be(-1);
        pattern.Find("..abc", 4).Should().Be((2, 3));
        pattern.Find("abc..abc", 5).Should().Be((5, 3), "searched text is not searched again");
    }

    [Fact]
    public void An_expected_pattern_can_be_any_kind_of_regular_expression()
    {
        foreach (var regex in new[] { new Regex("b(?<n>[0-9]+)"), new Regex("b(?<n>[0-9]+)", RegexOptions.Compiled),
            new Regex("b(?<n>[0-9]+)", RegexOptions.NonBacktracking), Generated() })
        {
            ExpectPattern pattern = regex;

            pattern.Find("a b42 c", 0).Should().Be((2, 3));
            pattern.Groups("a b42 c").Groups["n"].Value.Should().Be("42");
            pattern.Find("nothing", 0).Index.Should().Be(-1);
        }
    }

    [Fact]
    public void An_empty_or_null_expected_pattern_is_rejected()
    {
        FluentActions.Invoking(() => ExpectPattern.Text("")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ExpectPattern.Match(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void An_expected_pattern_is_shown_as_text() =>
        new[] { ExpectPattern.Text("$ ").ToString(), ExpectPattern.Match(Generated()).ToString(),
            ExpectPattern.End.ToString() }.Should().Equal("\"$ \"", "/b(?<n>[0-9]+)/", "the end");

    [GeneratedRegex("b(?<n>[0-9]+)")]
    private static partial Regex Generated();

    [Fact]
    public void A_long_text_or_expression_is_shortened_in_messages()
    {
        var text = new string('p', 100_000);

        ExpectPattern.Text(text).ToString().Length.Should().BeLessThan(1100);
        ExpectPattern.Match(new Regex(text)).ToString().Length.Should().BeLessThan(1100);
        Wait.ForLog(text).ToString().Length.Should().BeLessThan(1100);
        Wait.ForLog(new Regex(text)).ToString().Length.Should().BeLessThan(1100);
    }
}
