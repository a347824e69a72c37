using System.Diagnostics;
using System.Runtime.Versioning;
using ContainerKit.Sessions;

namespace ContainerKit.Tests.Sessions;

/// <summary>The directory of the watchdog's program and reports, in places where other users have put something.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StateDirectoryTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("ck-").FullName;

    public StateDirectoryTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Owners and modes are those of Unix.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_directory_and_its_missing_parents_are_created_for_this_user_only()
    {
        var directory = StateDirectory.TryCreatePrivate(Path.Combine(_folder, "a", "b"), "state");

        directory.Should().Be(Path.Combine(_folder, "a", "b", "state"));
        File.GetUnixFileMode(Path.Combine(_folder, "a")).Should().Be(Private);
        File.GetUnixFileMode(directory!).Should().Be(Private);
    }

    [Fact]
    public void An_existing_directory_of_this_user_is_restricted()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "state"));
        File.SetUnixFileMode(Path.Combine(_folder, "state"), Private | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        StateDirectory.TryCreatePrivate(_folder, "state").Should().NotBeNull();

        File.GetUnixFileMode(Path.Combine(_folder, "state")).Should().Be(Private);
    }

    [Fact]
    public void A_directory_of_another_user_is_not_used_even_by_root()
    {
        var directory = CreateForNobody("state");

        StateDirectory.TryCreatePrivate(_folder, "state").Should().BeNull();

        File.GetUnixFileMode(directory).Should().NotBe(Private, "it is not ours to change");
    }

    [Fact]
    public void A_directory_below_one_of_another_user_is_not_used()
    {
        CreateForNobody("home");
        Directory.CreateDirectory(Path.Combine(_folder, "home", "share"));

        StateDirectory.TryCreatePrivate(Path.Combine(_folder, "home", "share"), "state").Should().BeNull();

        Directory.Exists(Path.Combine(_folder, "home", "share", "state")).Should().BeFalse();
    }

    [Fact]
    public void A_directory_behind_a_link_of_another_user_is_not_used()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "target"));
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), Path.Combine(_folder, "target"));
        ChangeOwner("--no-dereference", Path.Combine(_folder, "link"));

        StateDirectory.TryCreatePrivate(Path.Combine(_folder, "link"), "state").Should().BeNull();
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    public void A_directory_that_others_can_rename_is_not_used(UnixFileMode mode, bool isUsed)
    {
        File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(_folder, "shared")).FullName, Private | mode);

        (StateDirectory.TryCreatePrivate(Path.Combine(_folder, "shared"), "state") is not null).Should().Be(isUsed);
    }

    [Fact]
    public void A_parent_may_be_a_link_of_this_user()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "target"));
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "./target/../target");

        StateDirectory.TryCreatePrivate(Path.Combine(_folder, "link"), "state").Should().Be(Path.Combine(_folder, "target", "state"));
    }

    [Fact]
    public void Links_in_a_circle_are_not_used()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(_folder, "b"), "a");

        StateDirectory.TryCreatePrivate(Path.Combine(_folder, "a"), "state").Should().BeNull();
    }

    private string CreateForNobody(string name)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        ChangeOwner(directory);
        return directory;
    }

    private static void ChangeOwner(params string[] arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a file to another user.");
        using var process = Process.Start("chown", [.. arguments.SkipLast(1), "65534", arguments[^1]]);
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
    }
}
