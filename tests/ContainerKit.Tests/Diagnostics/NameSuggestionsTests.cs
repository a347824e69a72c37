using ContainerKit.Diagnostics;

namespace ContainerKit.Tests.Diagnostics;

public sealed class NameSuggestionsTests
{
    private static readonly string[] _known = ["web", "web-2", "database", "cache", "shop-frontend-1"];

    [Theory]
    [InlineData("wbe", "web")]
    [InlineData("Web", "web", "web-2")]
    [InlineData("databse", "database")]
    [InlineData("dtabaze", "database")]
    [InlineData("frontend", "shop-frontend-1")]
    [InlineData("cash")]
    [InlineData("we", "web")]
    [InlineData("x")]
    [InlineData("queue")]
    public void Name_suggestions_for_a_mistyped_name_are_ordered_by_similarity(string typed, params string[] suggestions) =>
        NameSuggestions.For(typed, _known, name => name).Should().Equal(suggestions);
}
