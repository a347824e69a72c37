namespace ContainerKit.Tests.Files;

/// <summary>Files that a .NET process holds open with <see cref="FileShare.None"/>, which other programs can read on Linux.</summary>
public sealed class LockedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void An_environment_file_and_a_secret_are_read_while_a_process_holds_them_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems enforce the lock, or .NET does.");
        using var held = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        held.Write("A=b\n"u8);
        held.Flush();

        EnvironmentFile.Read(_path).Should().Equal(new Dictionary<string, string> { ["A"] = "b" });
        BuildSecret.FromFile(_path).Read().Should().Equal("A=b\n"u8.ToArray());
    }

    public void Dispose() => File.Delete(_path);
}
