namespace ContainerKit.Engine.Tests.Files;

/// <summary>The base class of tests that need a temporary folder on this machine.</summary>
public abstract class FileTest : EngineTest, IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("ck-files-").FullName;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
    }

    protected string HostPath(string path) => Path.Combine(Folder, path);

    protected string WriteFile(string path, string content)
    {
        var full = HostPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Runs a shell script in the container and returns its standard output.</summary>
    protected static async Task<string> ShellAsync(Container container, string script) =>
        (await container.ExecAsync(["sh", "-c", script], Token)).Stdout.TrimEnd('\n');
}
