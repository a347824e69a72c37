namespace ContainerKit.Engine.Tests.Samples;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    /// <summary>Debug or Release, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>What the build has made of a sample.</summary>
    public static string Built(string sample) => PathOf("samples", sample, "bin", Configuration, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{sample}.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ContainerKit.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
