using System.Runtime.InteropServices;
using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

/// <summary>The folder of Linux, which works with file descriptors, and the portable one, which works with paths.</summary>
public sealed class HostFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ck-folder-").FullName;

    public HostFolderTests()
    {
        Directory.CreateDirectory(At("d"));
        File.WriteAllText(At("d/f"), "content");
        File.WriteAllText(At("f"), "");
        File.CreateSymbolicLink(At("link"), "d/f");
        Directory.CreateSymbolicLink(At("folder-link"), "d");
    }

    public static TheoryData<bool> Kinds => UnixFiles.IsAvailable ? [true, false] : [false];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Items_are_listed_and_found_without_following_links(bool isUnix)
    {
        using var folder = Open(isUnix);

        folder.List().Should().BeEquivalentTo("d", "f", "link", "folder-link");
        folder.Find("d")!.Kind.Should().Be(HostItemKind.Folder);
        folder.Find("f")!.Kind.Should().Be(HostItemKind.File);
        folder.Find("link")!.Kind.Should().Be(HostItemKind.Link);
        folder.Find("none").Should().BeNull();
        folder.ReadLink("link").Should().Be("d/f");
        folder.ReadLink("f").Should().BeNull();
        folder.TryOpenFolder("folder-link").Should().BeNull();
        folder.TryOpenFolder("f").Should().BeNull();
        folder.TryOpenFile("link").Should().BeNull();
        folder.TryOpenFile("d").Should().BeNull();
        folder.TryOpenFile("none").Should().BeNull();
        FluentActions.Invoking(() => folder.OpenEntry("none")).Should().Throw<FileNotFoundException>().WithMessage("*none*");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Opened_entries_have_their_content_and_metadata(bool isUnix)
    {
        using var folder = Open(isUnix);
        File.SetLastWriteTimeUtc(At("d/f"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        using var subfolder = folder.OpenEntry("d");
        using var file = subfolder.Folder!.OpenEntry("f");

        using var reader = new StreamReader(file.Content!);
        reader.ReadToEnd().Should().Be("content");
        file.Item.Length.Should().Be(7);
        file.Item.ModifiedAt.Should().Be(new UnixTime(981173106, 0));
        folder.OpenEntry("link").LinkTarget.Should().Be("d/f");
        folder.OpenEntry("f").Content.Should().BeNull("the file is empty");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Files_folders_and_links_are_created_renamed_and_deleted(bool isUnix)
    {
        using var folder = Open(isUnix);
        var time = new UnixTime(981173106, 0);

        folder.CreateFolder("new", isPrivate: true);
        using var subfolder = folder.TryOpenFolder("new")!;
        using (var file = subfolder.CreateFile("temporary"))
        {
            file.Write("text"u8);
            file.SetMetadata(UnixFileMode.UserRead, time);
        }

        subfolder.CreateLink("name", At("d/f"));
        subfolder.Rename("temporary", "name");
        subfolder.TryCreateHardLink(folder, "f", "hard").Should().BeTrue();
        folder.Delete("link");
        folder.Delete("none");
        subfolder.SetMetadata((UnixFileMode)0x1C0, time);

        File.ReadAllText(At("new/name")).Should().Be("text");
        File.ReadAllText(At("d/f")).Should().Be("content", "the link was replaced, not followed");
        File.GetLastWriteTimeUtc(At("new/name")).Should().Be(time.ToDateTime());
        Directory.GetLastWriteTimeUtc(At("new")).Should().Be(time.ToDateTime());
        File.Exists(At("new/hard")).Should().BeTrue();
        File.Exists(At("link")).Should().BeFalse();
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(At("new/name")).Should().Be(UnixFileMode.UserRead);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_opened_folder_that_is_replaced_by_a_link_is_not_followed(bool isUnix)
    {
        Directory.CreateDirectory(At("outside"));
        using var folder = Open(isUnix);
        using var subfolder = folder.TryOpenFolder("d")!;
        Directory.Move(At("d"), At("moved"));
        Directory.CreateSymbolicLink(At("d"), At("outside"));

        var create = () => subfolder.CreateFile("x").Dispose();

        // A descriptor still is the same folder, whatever its name; a path is checked after the access.
        if (isUnix) create.Should().NotThrow();
        else create.Should().Throw<IOException>().WithMessage("*replaced*");
        var changeMode = () => subfolder.SetMetadata(UnixFileMode.UserRead, default);
        if (isUnix) changeMode.Should().NotThrow();
        else changeMode.Should().Throw<IOException>();
        Directory.GetLastWriteTimeUtc(At("outside")).Year.Should().BeGreaterThan(1970);
    }

    [Fact]
    public void Kinds_devices_hard_links_and_identities_are_reported_on_Linux()
    {
        Assert.SkipUnless(UnixFiles.IsAvailable && OperatingSystem.IsLinux(), "The kinds are those of Linux.");
        HostFile.CreateHardLinkOrCopy(At("f"), At("again"));
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(At("socket")));
        using var folder = HostFolder.Open(_root);
        using var devices = HostFolder.Open("/dev");

        folder.Find("socket")!.Kind.Should().Be(HostItemKind.Socket);
        folder.Find("f")!.HasHardLinks.Should().BeTrue();
        folder.Find("f")!.Identity.Should().Be(folder.Find("again")!.Identity);
        var zero = devices.Find("zero")!;
        (zero.Kind, zero.DeviceMajor, zero.DeviceMinor).Should().Be((HostItemKind.CharacterDevice, 1u, 5u));
    }

    [Fact]
    public void Names_without_UTF8_are_rejected_with_their_name_by_the_portable_folder()
    {
        using var folder = new PortableFolder(_root, parent: null);

        FluentActions.Invoking(() => folder.CreateFile(PathText.Decode([.. "caf"u8, 0xE9])))
            .Should().Throw<IOException>().WithMessage("*caf\\xe9*UTF-8*");
    }

    private HostFolder Open(bool isUnix)
    {
        if (!isUnix) return new PortableFolder(_root, parent: null);
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux).Should().BeTrue();
        return UnixFolder.OpenTrusted(_root);
    }

    private string At(string path) => Path.Combine(_root, path);
}
