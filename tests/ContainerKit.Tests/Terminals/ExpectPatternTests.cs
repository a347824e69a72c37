using System.Text.RegularExpressions;

namespace ContainerKit.Tests.Terminals;

public sealed partial class ExpectPatternTests
{
    [Fact]
    public void A_text_is_found_also_where_it_began_in_what_was_searched_before()
    {
        ExpectPattern expected = "abc";

        expected.Find("..ab", 0).Index.Should().Be(-1);
        expected.Find("..abc", 4).Should().Be((2, 3));
        expected.Find("abc..abc", 5).Should().Be((5, 3), "what was searched is not searched again");
    }

    [Fact]
    public void Any_kind_of_expression_is_taken_as_it_is()
    {
        foreach (var regex in new[] { new Regex("b(?<n>[0-9]+)"), new Regex("b(?<n>[0-9]+)", RegexOptions.Compiled), new Regex("b(?<n>[0-9]+)", RegexOptions.NonBacktracking), Generated() })
        {
            ExpectPattern expected = regex;

            expected.Find("a b42 c", 0).Should().Be((2, 3));
            expected.Groups("a b42 c").Groups["n"].Value.Should().Be("42");
            expected.Find("nothing", 0).Index.Should().Be(-1);
        }
    }

    [Fact]
    public void What_cannot_be_expected_is_refused()
    {
        FluentActions.Invoking(() => ExpectPattern.Text("")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ExpectPattern.Match(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void It_is_told_in_words() =>
        new[] { ExpectPattern.Text("$ ").ToString(), ExpectPattern.Match(Generated()).ToString(), ExpectPattern.End.ToString() }.Should().Equal("\"$ \"", "/b(?<n>[0-9]+)/", "the end");

    [GeneratedRegex("b(?<n>[0-9]+)")]
    private static partial Regex Generated();
}
