using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>Compares docs/verbs.md with the commands that the Docker CLI lists. The build compiles the code on that page.</summary>
[Trait("Shard", "samples")]
public sealed class VerbsPageTests
{
    private static readonly Lazy<string> _page = new(() => File.ReadAllText(RepositoryPaths.GetPath("docs", "verbs.md")));

    [Theory]
    [InlineData("container")]
    [InlineData("image")]
    [InlineData("network")]
    [InlineData("volume")]
    [InlineData("system")]
    [InlineData("builder")]
    [InlineData("service")]
    [InlineData("node")]
    [InlineData("swarm")]
    [InlineData("stack")]
    [InlineData("secret")]
    [InlineData("config")]
    public async Task Verbs_page_has_a_row_for_each_command_of_a_group(string group)
    {
        var commands = ParseCommands(await DockerCli.GetOutputAsync(group, "--help"), "Commands");
        commands.Should().NotBeEmpty("docker {0} --help lists them", group);
        commands.Where(verb => !_page.Value.Contains($"| `docker {group} {verb}` |", StringComparison.Ordinal))
            .Should().BeEmpty("docs/verbs.md has a row for each");
    }

    [Fact]
    public async Task Verbs_page_mentions_each_command_without_a_group()
    {
        var help = await DockerCli.GetOutputAsync("--help");
        // Older versions of the Docker CLI list no common commands.
        ParseCommands(help, "Common Commands").Concat(ParseCommands(help, "Commands"))
            .Where(verb => !Regex.IsMatch(_page.Value, $"`docker {verb}`")).Should().BeEmpty("docs/verbs.md mentions each");
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
            (cells[1].Trim(), cells[3].Trim().Length > 20).Should().Be(("none", true), "a row without code gives a reason: {0}", cells[0]);
        }
    }

    // A section of the help is a line with its name and one indented line per command. It ends at an empty line.
    private static List<string> ParseCommands(string help, string section) =>
    [
        .. help.Split('\n').SkipWhile(line => line.Trim() != section + ":").Skip(1).TakeWhile(line => line.Length > 0)
            .Select(line => line.Trim().Split(' ')[0].TrimEnd('*')),
    ];
}
