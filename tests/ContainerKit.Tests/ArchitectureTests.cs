using System.Text.RegularExpressions;

namespace ContainerKit.Tests;

/// <summary>Lower rooms of the library do not know higher ones.</summary>
public sealed partial class ArchitectureTests
{
    // Each room with those it may know. A room that is not listed may be known by none of these.
    private static readonly Dictionary<string, string[]> _knows = new()
    {
        ["Streams"] = [],
        ["Errors"] = [],
        ["Engines"] = ["Streams"],
        ["Cleanup"] = ["Engines", "Errors", "Streams"],
        ["Registries"] = ["Engines", "Errors", "Streams"],
        ["Files"] = ["Engines", "Errors", "Streams"],
        ["Plans"] = ["Cleanup", "Engines", "Errors", "Streams"],
        ["Networks"] = ["Plans", "Cleanup", "Engines", "Errors", "Streams"],
        ["Volumes"] = ["Plans", "Cleanup", "Engines", "Errors", "Streams"],
        ["Images"] = ["Files", "Registries", "Plans", "Cleanup", "Engines", "Errors", "Streams"],
        ["Builds"] = ["Images", "Files", "Registries", "Plans", "Cleanup", "Engines", "Errors", "Streams"],
        ["Containers"] = ["Images", "Networks", "Volumes", "Files", "Plans", "Cleanup", "Engines", "Errors", "Streams"],
        ["Terminals"] = ["Containers", "Plans", "Cleanup", "Engines", "Errors", "Streams"],
        ["Waiting"] = ["Containers", "Plans", "Cleanup", "Engines", "Errors", "Streams"],
    };

    public static TheoryData<string> Rooms => [.. Directory.GetDirectories(Library()).Select(folder => Path.GetFileName(folder)).Where(IsRoom)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_below_it(string room)
    {
        _knows.Should().ContainKey(room, "each room has its place in the house");
        var allowed = _knows[room];

        var violations =
            from file in Directory.GetFiles(Path.Combine(Library(), room), "*.cs", SearchOption.AllDirectories)
            from Match mention in Mention().Matches(File.ReadAllText(file))
            where mention.Groups[1].Value != room && !allowed.Contains(mention.Groups[1].Value)
            select $"{room}/{Path.GetFileName(file)} knows {mention.Groups[1].Value}";

        violations.Distinct().Should().BeEmpty();
    }

    [Fact]
    public void The_library_knows_nothing_of_its_testing_package() =>
        Directory.GetFiles(Library(), "*.cs", SearchOption.AllDirectories)
            // Generated: there stands who may see the library's internals.
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("ContainerKit.Testing", StringComparison.Ordinal))
            .Should().BeEmpty();

    private static bool IsRoom(string folder) => folder is not ("bin" or "obj");

    // Looked for from where the test runs: a build for release does not tell where its sources were.
    private static string Library()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ContainerKit.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no checkout of the repository.");
        return Path.Combine(folder.FullName, "src", "ContainerKit");
    }

    [GeneratedRegex(@"^using (?:static )?ContainerKit\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Mention();
}
