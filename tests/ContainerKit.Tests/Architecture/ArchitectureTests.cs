using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ContainerKit.Tests;

/// <summary>Checks on the sources of the library.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Library_does_not_mention_its_testing_package() =>
        Directory.GetFiles(GetLibraryFolder(), "*.cs", SearchOption.AllDirectories)
            // The generated files in obj list the assemblies that may use the internals of the library.
            .Where(file => !Path.GetRelativePath(GetLibraryFolder(), file).Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Where(file => File.ReadAllText(file).Contains("ContainerKit.Testing", StringComparison.Ordinal))
            .Should().BeEmpty();

    [Theory]
    [InlineData("ContainerKit")]
    [InlineData("ContainerKit.Services")]
    [InlineData("ContainerKit.Swarm")]
    public void Packages_for_applications_restore_no_test_framework(string package)
    {
        var file = Path.Combine(GetLibraryFolder(), "..", package, "obj", "project.assets.json");
        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        var packages = assets.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')[0]).ToList();

        packages.Should().Contain("Docker.DotNet.Enhanced").And.NotContain(
            name => Regex.IsMatch(name, "xunit|nunit|mstest|tunit|test", RegexOptions.IgnoreCase));
    }

    [Fact]
    public void Internals_of_the_packages_are_visible_to_tests_and_benchmarks_only()
    {
        var source = Path.Combine(GetLibraryFolder(), "..");
        var friends = Directory.GetFiles(source, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("InternalsVisibleTo"))
            .Select(element => element.Attribute("Include")!.Value)
            .ToList();

        friends.Should().NotBeEmpty().And.OnlyContain(
            name => name.EndsWith(".Tests", StringComparison.Ordinal)
                || name == "ContainerKit.CrashTestApp" || name == "ContainerKit.MicroBenchmarks");
    }

    // The search starts at the test's own folder, because a release build does not record the path of its sources.
    private static string GetLibraryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ContainerKit.sln")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout of the repository.");
        }

        return Path.Combine(folder.FullName, "src", "ContainerKit");
    }
}
