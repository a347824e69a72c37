using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// The metadata of a file as BuildKit's file transfer sends it: the message <c>Stat</c> in
/// https://github.com/tonistiigi/fsutil/blob/master/types/stat.proto. All files belong to root, as in the Docker CLI.
/// </summary>
internal static class FileStat
{
    // The bits of Go's os.FileMode (https://pkg.go.dev/io/fs#FileMode).
    private const uint Folder = 1u << 31, Link = 1u << 27, Device = 1u << 26, Fifo = 1u << 25;
    private const uint SetUser = 1u << 23, SetGroup = 1u << 22, CharacterDevice = 1u << 21, Sticky = 1u << 20;
    private const uint Permissions = 0x1FF;

    /// <summary>Returns the metadata of an item of the context.</summary>
    public static ProtobufWriter Create(ContextItem item)
    {
        var isHardLink = item.HardLink is not null;
        var isDevice = item.Item.Kind is HostItemKind.CharacterDevice or HostItemKind.BlockDevice;
        byte[] target = (item.LinkTarget ?? item.HardLink) is { } link ? PathText.Encode(link) : [];
        var stat = Create(
            item.Name,
            GetMode(item.Item),
            item.Item.Kind == HostItemKind.Link ? target.Length : isHardLink ? 0 : item.Item.Length,
            item.Item.ModifiedAt,
            target);
        if (isDevice) stat.Write(8, item.Item.DeviceMajor).Write(9, item.Item.DeviceMinor);
        if (isHardLink || item.Source is null) return stat;
        foreach (var (name, value) in FileCapabilities.Read(item.Source))
            stat.WriteMessage(10, new ProtobufWriter().Write(1, name).Write(2, value.AsSpan()).Written.Span);
        return stat;
    }

    /// <summary>Returns the metadata of a regular file that does not exist on this machine.</summary>
    public static ProtobufWriter Create(string name, long length, UnixTime modifiedAt) =>
        Create(name, 0x1A4, length, modifiedAt, []);

    /// <summary>Indicates whether BuildKit may request the content of an item.</summary>
    public static bool HasContent(HostItem item) => item.Kind == HostItemKind.File;

    private static ProtobufWriter Create(string name, uint mode, long length, UnixTime modifiedAt, byte[] target)
    {
        const long NanosecondsPerSecond = 1_000_000_000;
        // A time outside of the range of the field becomes the nearest one.
        var seconds = Math.Clamp(modifiedAt.Seconds, long.MinValue / NanosecondsPerSecond + 1, long.MaxValue / NanosecondsPerSecond - 1);
        return new ProtobufWriter()
            .Write(1, PathText.Encode(name).AsSpan())
            .Write(2, mode)
            .Write(5, length)
            .Write(6, seconds * NanosecondsPerSecond + modifiedAt.Nanoseconds)
            .Write(7, target.AsSpan());
    }

    private static uint GetMode(HostItem item)
    {
        if (item.Kind == HostItemKind.Link) return Link | Permissions;
        var mode = (uint)item.Mode & Permissions;
        if (item.Mode.HasFlag(UnixFileMode.SetUser)) mode |= SetUser;
        if (item.Mode.HasFlag(UnixFileMode.SetGroup)) mode |= SetGroup;
        if (item.Mode.HasFlag(UnixFileMode.StickyBit)) mode |= Sticky;
        return mode | item.Kind switch
        {
            HostItemKind.Folder => Folder,
            HostItemKind.Fifo => Fifo,
            HostItemKind.BlockDevice => Device,
            HostItemKind.CharacterDevice => Device | CharacterDevice,
            _ => 0,
        };
    }
}
