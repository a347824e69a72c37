using ContainerKit.Diagnostics;

namespace ContainerKit.Tests.Errors;

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
    public void What_may_have_been_meant_is_near_and_the_nearest_is_first(string written, params string[] meant) =>
        NameSuggestions.For(written, _known, name => name).Should().Equal(meant);
}
