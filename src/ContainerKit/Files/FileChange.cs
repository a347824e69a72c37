using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>A file or folder of a container that differs from its image.</summary>
/// <param name="Path">The path in the container.</param>
/// <param name="Kind">The kind of the change.</param>
public sealed record FileChange(string Path, FileChangeKind Kind)
{
    /// <summary>
    /// Returns the change as the Docker CLI shows it: <c>A /new</c>, <c>C /changed</c>, <c>D /deleted</c>.
    /// </summary>
    public override string ToString() =>
        $"{(Kind switch { FileChangeKind.Added => 'A', FileChangeKind.Deleted => 'D', _ => 'C' })} {Path}";

    internal static FileChange Read(JsonElement json) => new(json.GetStringOrEmpty("Path"), json.GetInt64OrDefault("Kind") switch
    {
        1 => FileChangeKind.Added,
        2 => FileChangeKind.Deleted,
        _ => FileChangeKind.Modified,
    });
}
