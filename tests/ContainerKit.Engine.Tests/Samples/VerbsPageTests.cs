using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>docs/verbs.md against what the docker command says that it can do. That the page's code compiles is held by the build.</summary>
public sealed class VerbsPageTests
{
    private static readonly Lazy<string> _page = new(() => File.ReadAllText(Repository.PathOf("docs", "verbs.md")));

    [Theory]
    [InlineData("container")]
    [InlineData("image")]
    [InlineData("network")]
    [InlineData("volume")]
    [InlineData("system")]
    [InlineData("builder")]
    public async Task Verbs_page_has_a_row_for_each_command_of_a_group(string group)
    {
        var verbs = Verbs(await DockerCli.AskAsync(group, "--help"), "Commands");
        verbs.Should().NotBeEmpty("docker {0} --help lists them", group);
        verbs.Where(verb => !_page.Value.Contains($"| `docker {group} {verb}` |", StringComparison.Ordinal)).Should().BeEmpty("docs/verbs.md has a row for each");
    }

    [Fact]
    public async Task Verbs_page_mentions_each_command_without_a_group()
    {
        var help = await DockerCli.AskAsync("--help");
        // Older docker commands have no common commands.
        Verbs(help, "Common Commands").Concat(Verbs(help, "Commands"))
            .Where(verb => !Regex.IsMatch(_page.Value, $"`docker {verb}`")).Should().BeEmpty("docs/verbs.md has a row or a word for each");
    }

    [Fact]
    public void Verbs_page_has_code_or_a_reason_in_each_row()
    {
        var rows = _page.Value.Split('\n').Where(line => line.StartsWith("| `docker ", StringComparison.Ordinal)).ToList();
        rows.Should().HaveCountGreaterThan(50);
        foreach (var cells in rows.Select(row => row.Split(" |")))
        {
            cells.Should().HaveCount(5, "a row has four cells: {0}", cells[0]);
            if (cells[1..3].Any(cell => cell.Contains('`'))) continue;
            (cells[1].Trim(), cells[3].Trim().Length > 20).Should().Be(("none", true), "what has no counterpart says why: {0}", cells[0]);
        }
    }

    // A section of the help is a line with its name, and then one indented line for each verb, up to an empty one.
    private static List<string> Verbs(string help, string section) =>
    [
        .. help.Split('\n').SkipWhile(line => line.Trim() != section + ":").Skip(1).TakeWhile(line => line.Length > 0)
            .Select(line => line.Trim().Split(' ')[0].TrimEnd('*')),
    ];
}
