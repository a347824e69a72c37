using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What the engine knew of a file, folder or link in a container when it was asked. Plain data. Engines do not tell the owner.</summary>
public sealed record ContainerFile
{
    internal ContainerFile()
    {
    }

    /// <summary>The path that was asked for.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public ContainerFileKind Kind { get; init; }

    /// <summary>Its size in bytes; of a folder or a link what the file system says, which is seldom of use.</summary>
    public long Size { get; init; }

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>When its content changed last; null where the engine does not tell.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Of a link: the path it leads to in the end, absolute, whether there is something or not. Null for others.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The file on one line.</summary>
    public override string ToString() =>
        Kind == ContainerFileKind.File ? $"{Path}: file, {Size} bytes" : LinkTarget is null ? $"{Path}: {Kind.ToString().ToLowerInvariant()}" : $"{Path}: link to {LinkTarget}";

    // The mode is Go's: permissions in the low bits, kinds in the high ones.
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
                | ((mode & SetUser) != 0 ? UnixFileMode.SetUser : 0) | ((mode & SetGroup) != 0 ? UnixFileMode.SetGroup : 0) | ((mode & Sticky) != 0 ? UnixFileMode.StickyBit : 0),
            ModifiedAt = json.GetTimeOrNull("mtime"),
            LinkTarget = kind == ContainerFileKind.Link ? json.GetStringOrEmpty("linkTarget") : null,
        };
    }
}
