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
    public void A_pattern_fits_as_the_docker_command_has_it(string pattern, string path, bool isLeftOut)
    {
        if (OperatingSystem.IsWindows() && pattern.Contains('\\')) return;
        LeftOut(pattern, path).Should().Be(isLeftOut);
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
    public void The_last_line_that_fits_a_file_or_a_folder_above_it_has_its_way(string text, string path, bool isLeftOut) =>
        LeftOut(text, path).Should().Be(isLeftOut);

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
    public void A_folder_that_is_left_out_is_looked_into_for_an_exception_that_begins_with_it_or_has_stars(string text, string folder, bool isLookedInto) =>
        IgnoreRules.Parse(text).MayHoldExceptions(folder).Should().Be(isLookedInto);

    [Fact]
    public void A_file_that_is_sent_in_any_case_is_sent() => IgnoreRules.Parse("*").Except("Dockerfile").Judge("Dockerfile", IgnoreRules.MatchResult.Top).IsLeftOut.Should().BeFalse();

    [Theory]
    [InlineData("a[b")]
    [InlineData("[]")]
    [InlineData("[z-a]")]
    [InlineData("!")]
    public void What_is_no_pattern_is_refused(string line) => FluentActions.Invoking(() => IgnoreRules.Parse(line)).Should().Throw<FormatException>();

    // Down from the top, as a walk through the folders goes.
    private static bool LeftOut(string text, string path)
    {
        var rules = IgnoreRules.Parse(text);
        var verdict = IgnoreRules.MatchResult.Top;
        var parts = path.Split('/');
        for (var i = 1; i <= parts.Length; i++) verdict = rules.Judge(string.Join('/', parts[..i]), verdict);
        return verdict.IsLeftOut;
    }
}
