namespace ContainerKit.Tests.Containers.Spec;

public sealed class MountTests
{
    [Theory]
    [InlineData("data")]
    [InlineData("./data")]
    [InlineData("~/data")]
    public void A_bind_mount_of_a_relative_host_path_is_rejected_with_a_remedy(string path) =>
        FluentActions.Invoking(() => Mount.Bind(path, "/data"))
            .Should().Throw<ArgumentException>()
            .WithMessage($"'{path}' is not an absolute path*Path.GetFullPath(\"{path}\")*Mount.Volume*");

    [Theory]
    [InlineData("/data")]
    [InlineData(@"C:\data")]
    [InlineData("c:/data")]
    [InlineData(@"\\server\data")]
    public void A_bind_mount_accepts_absolute_host_paths_of_Linux_and_Windows(string path) =>
        Mount.Bind(path, "/data").HostPath.Should().Be(path);

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("/")]
    [InlineData("//")]
    public void A_mount_target_that_is_not_an_absolute_path_below_the_root_is_rejected(string target)
    {
        FluentActions.Invoking(() => Mount.Volume(target)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Mount.Tmpfs(target)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Mount.Bind("/x", target)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_path_as_a_volume_name_is_rejected() =>
        FluentActions.Invoking(() => Mount.Volume("/srv/data", "/data"))
            .Should().Throw<ArgumentException>().WithMessage("'/srv/data' is not a valid volume name*use Mount.Bind*");

    [Theory]
    [InlineData("")]
    [InlineData("/part")]
    [InlineData("../part")]
    [InlineData("a/../../b")]
    public void A_volume_subpath_outside_the_volume_is_rejected(string path) =>
        FluentActions.Invoking(() => Mount.Volume("data", "/data") with { Subpath = path })
            .Should().Throw<ArgumentException>();

    [Fact]
    public void A_tmpfs_mount_of_zero_bytes_is_rejected() =>
        FluentActions.Invoking(() => Mount.Tmpfs("/tmp") with { SizeBytes = 0 })
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void A_mount_is_shown_in_the_syntax_of_the_Docker_CLI()
    {
        Mount.Bind("/srv", "/data").ToString().Should().Be("/srv:/data");
        (Mount.Bind("/srv", "/data") with { ReadOnly = true }).ToString().Should().Be("/srv:/data:ro");
        Mount.Volume("named", "/data").ToString().Should().Be("named:/data");
        Mount.Volume("/data").ToString().Should().Be("/data");
        Mount.Tmpfs("/tmp").ToString().Should().Be("tmpfs:/tmp");
        Image.Pull("app").Run(new ContainerSpec { Mounts = [Mount.Volume("named", "/data")] }).ToString()
            .Should().Be("pull app:latest → run -v named:/data");
    }
}
