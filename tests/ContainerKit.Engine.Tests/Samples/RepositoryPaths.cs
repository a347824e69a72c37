namespace ContainerKit.Engine.Tests.Samples;

/// <summary>The paths of the repository that these tests were built in.</summary>
internal static class RepositoryPaths
{
    /// <summary>The build configuration of these tests, Debug or Release.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Root { get; } = FindRoot();

    public static string GetPath(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Returns the path of the built assembly of a sample.</summary>
    public static string GetSampleAssembly(string sample) =>
        GetPath("samples", sample, "bin", Configuration, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{sample}.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ContainerKit.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
