using System.Text.RegularExpressions;
using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("a.txt", "a.txt", true)]
    [InlineData("a.txt", "b/a.txt", false)]
    [InlineData("/a.txt", "a.txt", true)]
    [InlineData("./a.txt", "a.txt", true)]
    [InlineData("a//b/../c/", "a/c", true)]
    [InlineData("  a.txt  ", "a.txt", true)]
    [InlineData("*.txt", "a.txt", true)]
    [InlineData("*.txt", "b/a.txt", false)]
    [InlineData("*/a.txt", "b/a.txt", true)]
    [InlineData("*/a.txt", "c/b/a.txt", false)]
    [InlineData("**/a.txt", "a.txt", true)]
    [InlineData("**/a.txt", "c/b/a.txt", true)]
    [InlineData("**/a.txt", "c/ba.txt", false)]
    [InlineData("**a.txt", "c/ba.txt", true)]
    [InlineData("**/*.txt", "c/b/a.txt", true)]
    [InlineData("b/**", "b/c/a.txt", true)]
    [InlineData("b/**", "bb/a.txt", false)]
    [InlineData("b/**/a.txt", "b/a.txt", true)]
    [InlineData("b/**/a.txt", "b/c/d/a.txt", true)]
    [InlineData("**", "c/b/a.txt", true)]
    [InlineData("a.tx?", "a.txt", true)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("[a-c].txt", "b.txt", true)]
    [InlineData("[a-c].txt", "d.txt", false)]
    [InlineData("[^a-c].txt", "d.txt", true)]
    [InlineData("[^a-c].txt", "b.txt", false)]
    [InlineData("[]-]", "]", true)]
    [InlineData(@"a\*", "a*", true)]
    [InlineData(@"a\*", "ab", false)]
    [InlineData("a.b+c(d)|e{f}$", "a.b+c(d)|e{f}$", true)]
    [InlineData("a.b", "aXb", false)]
    [InlineData("größe*", "größe.txt", true)]
    [InlineData("A.txt", "a.txt", false)]
    [InlineData("a?b", "a😀b", true)]
    [InlineData("[😀-😂]", "😁", true)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("**/b/**/d", "a/b/c/b/d", true)]
    [InlineData("a/**/**/b", "a/b", true)]
    [InlineData("a**b", "a/x/b", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[^]]", "]", false)]
    public void A_dockerignore_pattern_matches_as_in_the_Docker_CLI(string pattern, string path, bool isExcluded)
    {
        if (OperatingSystem.IsWindows() && pattern.Contains('\\')) return;
        IsExcluded(pattern, path).Should().Be(isExcluded);
    }

    [Theory]
    [InlineData("node_modules", "node_modules/a/b.js", true)]
    [InlineData("*\n!a", "a/b", false)]
    [InlineData("*\n!a/b", "a/b", false)]
    [InlineData("*\n!a/b", "a/c", true)]
    [InlineData("a\n!a/b", "a/b/c", false)]
    [InlineData("!a/b\na", "a/b", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README.md", false)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true)]
    [InlineData("# a comment\na", "a", true)]
    [InlineData(" #a", "#a", true)]
    [InlineData("\n\r\n  \na\r\n", "a", true)]
    [InlineData("\uFEFFa", "a", true)]
    [InlineData("! a\n", "a", false)]
    [InlineData("", "a", false)]
    public void The_last_dockerignore_line_that_matches_a_file_or_a_parent_folder_wins(string text, string path,
        bool isExcluded) =>
        IsExcluded(text, path).Should().Be(isExcluded);

    [Theory]
    [InlineData("*\n!a/b/c", "a", true)]
    [InlineData("*\n!a/b/c", "ab", false)]
    [InlineData("*\n!a/b/**", "a", true)]
    [InlineData("*\n!a/b/*", "c", false)]
    [InlineData("*\n!a/*/**", "c", false)]
    [InlineData("*\n!**/c", "a", true)]
    [InlineData("*\n!**", "a", true)]
    [InlineData("*\n!a/*.txt", "b", true)]
    [InlineData("*\n!a?", "b", true)]
    [InlineData("*\n!a[bc]", "b", true)]
    [InlineData("*", "a", false)]
    [InlineData("**/*.log", "a", false)]
    public void An_excluded_folder_is_searched_only_if_a_dockerignore_exception_may_match_inside_it(string text,
        string folder, bool isSearched) =>
        IgnoreRules.Parse(text).MayContainIncluded(folder).Should().Be(isSearched);

    [Fact]
    public void A_required_file_is_sent_although_a_dockerignore_pattern_excludes_it() =>
        IgnoreRules.Parse("*").Except("Dockerfile").Match("Dockerfile", IgnoreRules.MatchResult.Top).IsExcluded
            .Should().BeFalse();

    [Theory]
    [InlineData("a[b")]
    [InlineData("[]")]
    [InlineData("[z-a]")]
    [InlineData("!")]
    public void An_invalid_dockerignore_pattern_is_rejected(string line) =>
        FluentActions.Invoking(() => IgnoreRules.Parse(line)).Should().Throw<FormatException>();

    [Fact]
    public void A_dockerignore_pattern_with_many_wildcards_is_matched_in_linear_time()
    {
        var path = string.Concat(Enumerable.Repeat("a/", 200)) + "b";
        IsExcluded(string.Concat(Enumerable.Repeat("**/", 50)) + "[x]\n" + string.Concat(Enumerable.Repeat("*a", 50)) + "[x]", path)
            .Should().BeFalse();
        IsExcluded(string.Concat(Enumerable.Repeat("**/", 50)) + "[b]", path).Should().BeTrue();
    }

    // The same language in a backtracking regular expression, on short random inputs.
    [Fact]
    public void Random_dockerignore_patterns_match_like_a_regular_expression()
    {
        var random = new Random(20260103);
        string[] parts = ["a", "b", "/", "*", "**", "**/", "?", "[ab]", "[^a]"];
        var matches = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)]));
            var path = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "ab/"[random.Next(3)]));

            var isMatch = new GlobMatcher(pattern).IsMatch(path);

            isMatch.Should().Be(Regex.IsMatch(path, ToRegex(pattern)), "'{0}' is matched with '{1}'", path, pattern);
            matches += isMatch ? 1 : 0;
        }

        matches.Should().BeGreaterThan(1000);
    }

    private static string ToRegex(string pattern) => Regex.Replace(pattern, @"\*\*/?$|\*\*/?|\*|\?", match => match.Value switch
    {
        "*" => "[^/]*",
        "?" => "[^/]",
        _ => match.Index + match.Length == pattern.Length ? ".*" : "(?:.*/)?",
    }) is var regex ? $@"^{regex}\z" : "";

    // Evaluates the rules from the top folder down, as the walk through the folders does.
    private static bool IsExcluded(string text, string path)
    {
        var rules = IgnoreRules.Parse(text);
        var match = IgnoreRules.MatchResult.Top;
        var parts = path.Split('/');
        for (var i = 1; i <= parts.Length; i++) match = rules.Match(string.Join('/', parts[..i]), match);
        return match.IsExcluded;
    }
}
