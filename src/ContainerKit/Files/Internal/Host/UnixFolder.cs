using Microsoft.Win32.SafeHandles;

namespace ContainerKit.Files;

/// <summary>A folder of 64-bit Linux, as a file descriptor.</summary>
internal sealed class UnixFolder : HostFolder
{
    private readonly SafeFileHandle _handle;

    private UnixFolder(SafeFileHandle handle, string path)
    {
        _handle = handle;
        Path = path;
        Item = UnixFiles.GetItem(handle, path);
    }

    public override string Path { get; }

    public override string RealPath => new FileInfo($"/proc/self/fd/{_handle.DangerousGetHandle()}").LinkTarget ?? Path;

    public override HostItem Item { get; }

    public static UnixFolder OpenTrusted(string path) => new(UnixFiles.OpenTrustedFolder(path), path);

    public override IReadOnlyList<string> List() => UnixFiles.List(_handle, Path);

    public override HostItem? Find(string name) => UnixFiles.Find(_handle, name, GetPath(name));

    public override string? ReadLink(string name) => UnixFiles.ReadLink(_handle, name, GetPath(name));

    public override HostFolder? TryOpenFolder(string name) =>
        UnixFiles.TryOpenFolder(_handle, name, GetPath(name)) is { } handle ? new UnixFolder(handle, GetPath(name)) : null;

    public override HostFileStream? TryOpenFile(string name) =>
        UnixFiles.TryOpenFile(_handle, name, GetPath(name)) is { } file
            ? new HostFileStream(file.Handle, file.Item, GetPath(name))
            : null;

    protected override byte[]? GetCapabilities(string name) => UnixFiles.GetCapabilities(_handle, name);

    public override void CreateFolder(string name, bool isPrivate) =>
        UnixFiles.CreateFolder(_handle, name, isPrivate, GetPath(name));

    public override HostFileStream CreateFile(string name)
    {
        var handle = UnixFiles.CreateFile(_handle, name, GetPath(name));
        return new HostFileStream(handle, UnixFiles.GetItem(handle, GetPath(name)), GetPath(name));
    }

    public override void Rename(string name, string newName) => UnixFiles.Rename(_handle, name, newName, GetPath(newName));

    public override void Delete(string name) => UnixFiles.Delete(_handle, name, GetPath(name));

    public override void CreateLink(string name, string target) => UnixFiles.CreateLink(_handle, name, target, GetPath(name));

    public override bool TryCreateHardLink(HostFolder folder, string existing, string name) =>
        UnixFiles.TryCreateHardLink(((UnixFolder)folder)._handle, existing, _handle, name, GetPath(name));

    public override void SetMetadata(UnixFileMode mode, UnixTime time) => UnixFiles.SetMetadata(_handle, mode, time, Path);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle.Dispose();
        base.Dispose(disposing);
    }
}
