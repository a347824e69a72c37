namespace ContainerKit.Engine.Tests.Support;

/// <summary>A temporary folder that is deleted on dispose.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "ck-test-";

    public string Path { get; } = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;

    /// <summary>Returns true if a name is that of a temporary folder of tests in another process.</summary>
    public static bool IsOfOtherProcess(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && !name.StartsWith($"{Prefix}{Environment.ProcessId}-", StringComparison.Ordinal);

    /// <summary>Writes a file and creates its parent folders.</summary>
    public TemporaryFolder With(string name, string text)
    {
        var file = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    /// <summary>Returns the path of a file in the folder.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
