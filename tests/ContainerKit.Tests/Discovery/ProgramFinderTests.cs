using ContainerKit.Discovery;

namespace ContainerKit.Tests.Discovery;

public sealed class ProgramFinderTests : IDisposable
{
    private static readonly string _name = "ck-" + Guid.NewGuid().ToString("N");

    private readonly string _folder = Directory.CreateTempSubdirectory("ck-path-").FullName;

    [Fact]
    public void A_program_is_found_in_the_absolute_folders_of_PATH_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are marked executable by their mode.");
        if (OperatingSystem.IsWindows()) return;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Add("relative"));
        string[] untrusted = ["", ".", relative, "~/bin"];

        Find(untrusted).Should().BeNull();

        var directory = Directory.CreateDirectory(Path.Combine(_folder, "directory", _name)).Parent!.FullName;
        var data = Add("data");
        File.SetUnixFileMode(Path.Combine(data, _name), UnixFileMode.UserRead);
        var trusted = Add("trusted");
        Find([.. untrusted, directory, data, Path.Combine(_folder, "nosuch"), trusted, Add("later")])
            .Should().Be(Path.Combine(trusted, _name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("/bin/sh")]
    [InlineData(@"a\b")]
    [InlineData("c:x")]
    [InlineData("a\0b")]
    public void A_name_that_contains_a_folder_is_not_searched(string name)
    {
        ProgramFinder.IsFileName(name).Should().BeFalse();
        FluentActions.Invoking(() => ProgramFinder.Find(name)).Should().Throw<ArgumentException>();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string? Find(string[] folders) => ProgramFinder.Find(_name, string.Join(Path.PathSeparator, folders));

    private string Add(string folder)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName;
        File.WriteAllText(Path.Combine(path, _name), "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(path, _name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
