using ContainerKit.Files;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>
    /// Copies a file or a directory of the local machine into the container, by the rules of
    /// <see cref="Container.CopyInAsync(string, string, CopyInOptions, CancellationToken)"/>.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    public ContainerPlan CopyIn(string hostPath, string containerPath) => CopyIn(hostPath, containerPath, new CopyInOptions());

    /// <inheritdoc cref="CopyIn(string, string)"/>
    public ContainerPlan CopyIn(string hostPath, string containerPath, CopyInOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.Check(containerPath);
        return Then(
            $"copy {hostPath} to {containerPath}",
            (container, token) => container.CopyInAsync(hostPath, containerPath, options, token));
    }

    /// <summary>
    /// Copies a file or a directory of the container to the local machine, by the rules of
    /// <see cref="Container.CopyOutAsync(string, string, CopyOutOptions, CancellationToken)"/>.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    public ContainerPlan CopyOut(string containerPath, string hostPath) => CopyOut(containerPath, hostPath, new CopyOutOptions());

    /// <inheritdoc cref="CopyOut(string, string)"/>
    public ContainerPlan CopyOut(string containerPath, string hostPath, CopyOutOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.CheckSource(containerPath);
        return Then(
            $"copy {containerPath} out to {hostPath}",
            (container, token) => container.CopyOutAsync(containerPath, hostPath, options, token));
    }

    /// <summary>Writes text to a file of the container as UTF-8, with mode 644 and owner root.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or it is the path of a directory.</exception>
    public ContainerPlan WriteText(string path, string text) => WriteText(path, text, new WriteFileOptions());

    /// <summary>Writes text to a file of the container as UTF-8.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or it is the path of a directory.</exception>
    public ContainerPlan WriteText(string path, string text, WriteFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.CheckFile(path);
        return Then($"write {path}", (container, token) => container.WriteTextAsync(path, text, options, token));
    }

    /// <summary>Writes bytes to a file of the container, with mode 644 and owner root.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or it is the path of a directory.</exception>
    public ContainerPlan WriteBytes(string path, ReadOnlyMemory<byte> bytes) => WriteBytes(path, bytes, new WriteFileOptions());

    /// <summary>Writes bytes to a file of the container.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or it is the path of a directory.</exception>
    public ContainerPlan WriteBytes(string path, ReadOnlyMemory<byte> bytes, WriteFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContainerPath.CheckFile(path);
        // A plan is immutable, so a later change of the caller's array must not affect it.
        var copy = bytes.ToArray();
        return Then($"write {path}", (container, token) => container.WriteBytesAsync(path, copy, options, token));
    }

    /// <summary>
    /// Reads a file of the container as text, and removes the container. The encoding is UTF-8 unless a byte order mark
    /// specifies another one.
    /// </summary>
    /// <exception cref="ArgumentException">The path is not absolute, or it is the path of a directory.</exception>
    public Plan<string> ReadText(string path) => Read(path, (container, token) => container.ReadTextAsync(path, token));

    /// <summary>Reads a file of the container, and removes the container.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or it is the path of a directory.</exception>
    public Plan<byte[]> ReadBytes(string path) => Read(path, (container, token) => container.ReadBytesAsync(path, token));

    /// <summary>
    /// Writes the file system of the container, without its volumes, to a stream as a tar archive. The stream is not
    /// closed.
    /// </summary>
    public ContainerPlan Export(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Then("export", (container, token) => container.ExportAsync(target, token));
    }

    private Plan<T> Read<T>(string path, Func<Container, CancellationToken, Task<T>> read)
    {
        ContainerPath.CheckFile(path);
        return new(Step.Then($"read {path}", (context, container) => read(container, context.Token)), Options);
    }
}
