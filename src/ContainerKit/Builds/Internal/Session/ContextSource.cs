using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>The folder of a build context, without its excluded files.</summary>
/// <param name="folder">The absolute path; null for an empty context.</param>
/// <param name="filter">The filter.</param>
internal sealed class ContextSource(string? folder, ContextFilter filter) : IFileSource
{
    public Task ListAsync(Func<ProtobufWriter, string?, Task> add, CancellationToken cancellationToken)
    {
        if (folder is null) return Task.CompletedTask;
        var walk = new ContextWalk(
            folder, filter, (item, _) => add(FileStat.Create(item), FileStat.HasContent(item.Item) ? item.Name : null));
        return walk.RunAsync(cancellationToken);
    }

    // The file is opened long after it was listed, and may have been replaced by a link meanwhile. Each part of the path is opened in
    // the folder before it, so that no link is followed.
    public Stream Open(string path)
    {
        var full = Path.Combine(folder!, PathText.Display(path));
        return ContextWalk.Access(full, () =>
        {
            var parts = path.Split('/');
            var current = HostFolder.Open(folder!);
            try
            {
                foreach (var part in parts[..^1])
                {
                    using var parent = current;
                    current = parent.TryOpenFolder(part) ?? throw Replaced();
                }

                return new FixedLengthFileStream(current.TryOpenFile(parts[^1]) ?? throw Replaced(), full);
            }
            finally
            {
                current.Dispose();
            }
        });

        static IOException Replaced() => new("it was removed or replaced while it was sent.");
    }
}
