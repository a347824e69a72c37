namespace ContainerKit.Engine.Tests.Verbs.Files;

/// <summary>A test with a folder of its own on this machine.</summary>
public abstract class FileTest : EngineTest, IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("ck-files-").FullName;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
    }

    protected string Here(string path) => Path.Combine(Folder, path);

    protected string HereWith(string path, string content)
    {
        var full = Here(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>What a shell in the container says.</summary>
    protected static async Task<string> AskAsync(Container container, string script) =>
        (await container.ExecAsync(["sh", "-c", script], Token)).Stdout.TrimEnd('\n');
}
