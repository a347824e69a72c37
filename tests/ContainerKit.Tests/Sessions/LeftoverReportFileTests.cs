using ContainerKit.Sessions;

namespace ContainerKit.Tests.Sessions;

public sealed class LeftoverReportFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ck-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_report_is_read_once()
    {
        LeftoverReportFile.Write(_directory, "container a:\n  busy\u001b[2J");

        LeftoverReportFile.ReadAndDelete(_directory).Should().Equal("container a:\n  busy\\x1b[2J");
        LeftoverReportFile.ReadAndDelete(_directory).Should().BeEmpty();
        Directory.GetFiles(_directory).Should().BeEmpty();
    }

    [Fact]
    public void A_report_is_read_up_to_its_limit()
    {
        LeftoverReportFile.Write(_directory, new string('x', 10_000_000));

        LeftoverReportFile.ReadAndDelete(_directory).Should().ContainSingle().Which.Should().HaveLength(64 * 1024);
    }

    [Fact]
    public void A_link_in_place_of_a_report_is_ignored()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, links need administrator rights.");
        var secret = Path.Combine(_directory, "secret");
        File.WriteAllText(secret, "s3cret");
        File.CreateSymbolicLink(Path.Combine(_directory, "left-behind-1.txt"), secret);

        LeftoverReportFile.ReadAndDelete(_directory).Should().BeEmpty();
        File.ReadAllText(secret).Should().Be("s3cret");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_in_place_of_a_report_is_ignored()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "mkfifo is a command of Unix.");
        using (var process = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_directory, "left-behind-1.txt")]))
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await Task.Run(() => LeftoverReportFile.ReadAndDelete(_directory).ToList(), TestContext.Current.CancellationToken))
            .Should().BeEmpty();
    }
}
