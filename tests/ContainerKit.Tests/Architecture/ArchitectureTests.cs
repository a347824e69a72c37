namespace ContainerKit.Tests;

/// <summary>Checks on the structure of the library.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void The_library_knows_nothing_of_its_testing_package() =>
        Directory.GetFiles(Library(), "*.cs", SearchOption.AllDirectories)
            // Generated: there stands who may see the library's internals.
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("ContainerKit.Testing", StringComparison.Ordinal))
            .Should().BeEmpty();

    // Looked for from where the test runs: a build for release does not tell where its sources were.
    private static string Library()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ContainerKit.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException(
                $"{AppContext.BaseDirectory} is in no checkout of the repository.");
        return Path.Combine(folder.FullName, "src", "ContainerKit");
    }
}
