using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>A file or folder that is not as the container's image has it.</summary>
/// <param name="Path">Its path in the container.</param>
/// <param name="Kind">What became of it.</param>
public sealed record FileChange(string Path, FileChangeKind Kind)
{
    /// <summary>The change as the docker command shows it: <c>A /new</c>, <c>C /changed</c>, <c>D /deleted</c>.</summary>
    public override string ToString() => $"{(Kind switch { FileChangeKind.Added => 'A', FileChangeKind.Deleted => 'D', _ => 'C' })} {Path}";

    internal static FileChange Read(JsonElement json) => new(json.GetStringOrEmpty("Path"), json.GetInt64OrDefault("Kind") switch
    {
        1 => FileChangeKind.Added,
        2 => FileChangeKind.Deleted,
        _ => FileChangeKind.Modified,
    });
}
