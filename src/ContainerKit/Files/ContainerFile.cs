using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>
/// A file, folder or link in a container, as the engine reported it. Engines do not report the owner. Immutable data.
/// </summary>
public sealed record ContainerFile
{
    internal ContainerFile()
    {
    }

    /// <summary>The requested path.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of the file.</summary>
    public ContainerFileKind Kind { get; init; }

    /// <summary>
    /// The size in bytes. For a folder or a link, the value of the file system, which is rarely meaningful.
    /// </summary>
    public long Size { get; init; }

    /// <summary>The permissions.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>The time of the last change of the content. Null if the engine does not report it.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>
    /// The absolute path of the final target of a link, which need not exist. Null if this is not a link.
    /// </summary>
    public string? LinkTarget { get; init; }

    /// <summary>Returns the file on one line.</summary>
    public override string ToString() => (Kind, LinkTarget) switch
    {
        (ContainerFileKind.File, _) => $"{Path}: file, {Size} bytes",
        (_, null) => $"{Path}: {Kind.ToString().ToLowerInvariant()}",
        _ => $"{Path}: link to {LinkTarget}",
    };

    // The mode is a Go os.FileMode: permissions are in the low bits, file types in the high bits.
    internal static ContainerFile Read(string path, JsonElement json)
    {
        const uint Folder = 1u << 31, Link = 1u << 27, SetUser = 1u << 23, SetGroup = 1u << 22, Sticky = 1u << 20;
        const uint Special = (1u << 26) | (1u << 25) | (1u << 24) | (1u << 21) | (1u << 19);
        var mode = (uint)json.GetInt64OrDefault("mode");
        var kind = (mode & Folder) != 0 ? ContainerFileKind.Folder
            : (mode & Link) != 0 ? ContainerFileKind.Link
            : (mode & Special) != 0 ? ContainerFileKind.Special : ContainerFileKind.File;
        return new ContainerFile
        {
            Path = path,
            Kind = kind,
            Size = json.GetInt64OrDefault("size"),
            Mode = (UnixFileMode)(mode & 0x1FF)
                | ((mode & SetUser) != 0 ? UnixFileMode.SetUser : 0)
                | ((mode & SetGroup) != 0 ? UnixFileMode.SetGroup : 0)
                | ((mode & Sticky) != 0 ? UnixFileMode.StickyBit : 0),
            ModifiedAt = json.GetTimeOrNull("mtime"),
            LinkTarget = kind == ContainerFileKind.Link ? json.GetStringOrEmpty("linkTarget") : null,
        };
    }
}
