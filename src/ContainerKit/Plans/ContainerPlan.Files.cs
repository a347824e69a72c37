using ContainerKit.Files;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Then copies a file or a folder of this machine into the container; see <see cref="Container.CopyInAsync(string, string, CopyInOptions, CancellationToken)"/> for the rules.</summary>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    public ContainerPlan CopyIn(string hostPath, string containerPath) => CopyIn(hostPath, containerPath, new CopyInOptions());

    /// <inheritdoc cref="CopyIn(string, string)"/>
    public ContainerPlan CopyIn(string hostPath, string containerPath, CopyInOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.Check(containerPath);
        return Then($"copy {hostPath} to {containerPath}", (container, token) => container.CopyInAsync(hostPath, containerPath, options, token));
    }

    /// <summary>Then copies a file or a folder of the container onto this machine; see <see cref="Container.CopyOutAsync(string, string, CopyOutOptions, CancellationToken)"/> for the rules.</summary>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    public ContainerPlan CopyOut(string containerPath, string hostPath) => CopyOut(containerPath, hostPath, new CopyOutOptions());

    /// <inheritdoc cref="CopyOut(string, string)"/>
    public ContainerPlan CopyOut(string containerPath, string hostPath, CopyOutOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.CheckSource(containerPath);
        return Then($"copy {containerPath} out to {hostPath}", (container, token) => container.CopyOutAsync(containerPath, hostPath, options, token));
    }

    /// <summary>Then writes a text into a file of the container as UTF-8, with mode 644 and the superuser as its owner.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    public ContainerPlan WriteText(string path, string text) => WriteText(path, text, new WriteFileOptions());

    /// <summary>Then writes a text into a file of the container as UTF-8.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    public ContainerPlan WriteText(string path, string text, WriteFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.CheckFile(path);
        return Then($"write {path}", (container, token) => container.WriteTextAsync(path, text, options, token));
    }

    /// <summary>Then writes bytes into a file of the container, with mode 644 and the superuser as its owner.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    public ContainerPlan WriteBytes(string path, ReadOnlyMemory<byte> bytes) => WriteBytes(path, bytes, new WriteFileOptions());

    /// <summary>Then writes bytes into a file of the container.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    public ContainerPlan WriteBytes(string path, ReadOnlyMemory<byte> bytes, WriteFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.CheckFile(path);
        // A plan does not change when the caller's array does.
        var copy = bytes.ToArray();
        return Then($"write {path}", (container, token) => container.WriteBytesAsync(path, copy, options, token));
    }

    /// <summary>Then reads a file of the container as text, and removes the container.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    public Plan<string> ReadText(string path) => Read(path, (container, token) => container.ReadTextAsync(path, token));

    /// <summary>Then reads a file of the container, and removes the container.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    public Plan<byte[]> ReadBytes(string path) => Read(path, (container, token) => container.ReadBytesAsync(path, token));

    /// <summary>Then writes the container's whole file system into a stream as a tar archive, volumes left out. The stream stays the caller's.</summary>
    public ContainerPlan Export(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Then("export", (container, token) => container.ExportAsync(target, token));
    }

    private Plan<T> Read<T>(string path, Func<Container, CancellationToken, Task<T>> read)
    {
        ContainerPath.CheckFile(path);
        return new(new ThenStep<Container, T>(Step, $"read {path}", (scope, container) => read(container, scope.Token)), Options);
    }
}
