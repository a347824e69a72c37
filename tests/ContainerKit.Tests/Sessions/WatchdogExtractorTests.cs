using System.Runtime.Versioning;
using ContainerKit.Sessions;

namespace ContainerKit.Tests.Sessions;

/// <summary>The files of the watchdog, which are executed.</summary>
public sealed class WatchdogExtractorTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ck-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_complete_file_is_reused()
    {
        var file = WatchdogExtractor.Extract(_directory);
        var written = new FileInfo(file).LastWriteTimeUtc.AddMinutes(-10);
        File.SetLastWriteTimeUtc(file, written);

        WatchdogExtractor.Extract(_directory).Should().Be(file);

        new FileInfo(file).LastWriteTimeUtc.Should().Be(written);
        Directory.GetFiles(Path.GetDirectoryName(file)!).Should().HaveCount(2);
    }

    [Fact]
    public void A_file_of_the_same_length_with_another_content_is_replaced()
    {
        var file = WatchdogExtractor.Extract(_directory);
        var content = File.ReadAllBytes(file);
        File.WriteAllBytes(file, new byte[content.Length]);

        WatchdogExtractor.Extract(_directory);

        File.ReadAllBytes(file).Should().Equal(content);
    }

    [Fact]
    public void A_link_in_place_of_a_file_is_replaced_and_its_target_is_not_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, links need administrator rights.");
        var file = WatchdogExtractor.Extract(_directory);
        var target = Path.Combine(_directory, "target");
        File.Move(file, target);
        File.CreateSymbolicLink(file, target);
        var content = File.ReadAllBytes(target);
        File.WriteAllBytes(target, content[..10]);

        WatchdogExtractor.Extract(_directory);

        new FileInfo(file).LinkTarget.Should().BeNull();
        File.ReadAllBytes(file).Should().Equal(content);
        new FileInfo(target).Length.Should().Be(10);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_others_can_write_to_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are those of Unix.");
        var file = WatchdogExtractor.Extract(_directory);
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);

        WatchdogExtractor.Extract(_directory);

        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("System.Text.Json.dll")]
    [InlineData("ContainerKit.Watchdog.deps.json")]
    [InlineData("ContainerKit.Watchdog.runtimeconfig.dev.json")]
    public void Another_file_that_the_runtime_would_load_is_removed(string name)
    {
        var folder = Path.GetDirectoryName(WatchdogExtractor.Extract(_directory))!;
        File.WriteAllText(Path.Combine(folder, name), "");

        WatchdogExtractor.Extract(_directory);

        File.Exists(Path.Combine(folder, name)).Should().BeFalse();
    }

    [Fact]
    public void A_folder_that_is_a_link_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, links need administrator rights.");
        var folder = Path.GetDirectoryName(WatchdogExtractor.Extract(_directory))!;
        Directory.Move(folder, Path.Combine(_directory, "moved"));
        Directory.CreateSymbolicLink(folder, Path.Combine(_directory, "moved"));

        FluentActions.Invoking(() => WatchdogExtractor.Extract(_directory)).Should().Throw<IOException>();
    }
}
