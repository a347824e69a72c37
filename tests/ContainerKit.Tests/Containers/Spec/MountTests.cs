namespace ContainerKit.Tests;

public sealed class MountTests
{
    [Theory]
    [InlineData("data")]
    [InlineData("./data")]
    [InlineData("~/data")]
    public void A_relative_path_of_the_host_is_refused_with_the_mend(string path) =>
        FluentActions.Invoking(() => Mount.Bind(path, "/data")).Should().Throw<ArgumentException>().WithMessage($"'{path}' is not an absolute path*Path.GetFullPath(\"{path}\")*Mount.Volume*");

    [Theory]
    [InlineData("/data")]
    [InlineData(@"C:\data")]
    [InlineData("c:/data")]
    [InlineData(@"\\server\data")]
    public void Absolute_paths_of_either_platform_are_taken(string path) => Mount.Bind(path, "/data").HostPath.Should().Be(path);

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("/")]
    [InlineData("//")]
    public void A_target_is_an_absolute_path_below_the_root(string target)
    {
        FluentActions.Invoking(() => Mount.Volume(target)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Mount.Tmpfs(target)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Mount.Bind("/x", target)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_path_is_no_volumes_name() =>
        FluentActions.Invoking(() => Mount.Volume("/srv/data", "/data")).Should().Throw<ArgumentException>().WithMessage("'/srv/data' is not a valid volume name*use Mount.Bind*");

    [Theory]
    [InlineData("")]
    [InlineData("/part")]
    [InlineData("../part")]
    [InlineData("a/../../b")]
    public void A_part_of_a_volume_lies_within_it(string path) =>
        FluentActions.Invoking(() => Mount.Volume("data", "/data") with { Subpath = path }).Should().Throw<ArgumentException>();

    [Fact]
    public void A_tmpfs_holds_something() =>
        FluentActions.Invoking(() => Mount.Tmpfs("/tmp") with { SizeBytes = 0 }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void A_mount_is_shown_as_the_docker_command_takes_it()
    {
        Mount.Bind("/srv", "/data").ToString().Should().Be("/srv:/data");
        (Mount.Bind("/srv", "/data") with { ReadOnly = true }).ToString().Should().Be("/srv:/data:ro");
        Mount.Volume("named", "/data").ToString().Should().Be("named:/data");
        Mount.Volume("/data").ToString().Should().Be("/data");
        Mount.Tmpfs("/tmp").ToString().Should().Be("tmpfs:/tmp");
        Image.Pull("app").Run(new ContainerSpec { Mounts = [Mount.Volume("named", "/data")] }).ToString().Should().Be("pull app:latest → run -v named:/data");
    }
}
