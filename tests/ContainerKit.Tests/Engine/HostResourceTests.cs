namespace ContainerKit.Tests.Engine;

/// <summary>Parsing and display of ulimits, devices, device requests, health checks and log drivers.</summary>
public sealed class HostResourceTests
{
    [Theory]
    [InlineData("nofile=1024", "nofile=1024:1024")]
    [InlineData("nofile=1024:4096", "nofile=1024:4096")]
    [InlineData("core=-1", "core=-1:-1")]
    [InlineData("core=0:-1", "core=0:-1")]
    public void A_ulimit_is_parsed_in_the_syntax_of_the_Docker_CLI(string text, string shown) =>
        Ulimit.Parse(text).ToString().Should().Be(shown);

    [Theory]
    [InlineData("")]
    [InlineData("nofile")]
    [InlineData("nofile=")]
    [InlineData("nofile=a")]
    [InlineData("nofile=1:2:3")]
    [InlineData("nofile=-2")]
    [InlineData("=1")]
    [InlineData("NOFILE=1")]
    public void An_invalid_ulimit_is_rejected(string text) =>
        FluentActions.Invoking(() => Ulimit.Parse(text))
            .Should().Throw<ArgumentException>().WithMessage($"'{text}' is not a ulimit*");

    [Theory]
    [InlineData(2, 1)]
    [InlineData(-1, 1)]
    public void A_ulimit_with_a_hard_limit_below_the_soft_limit_is_rejected(long soft, long hard) =>
        FluentActions.Invoking(() => new Ulimit("nofile", soft, hard)).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("/dev/fuse", "/dev/fuse:/dev/fuse:rwm")]
    [InlineData("/dev/fuse:r", "/dev/fuse:/dev/fuse:r")]
    [InlineData("/dev/sda:/dev/disk", "/dev/sda:/dev/disk:rwm")]
    [InlineData("/dev/sda:/dev/disk:rw", "/dev/sda:/dev/disk:rw")]
    public void A_device_is_parsed_in_the_syntax_of_the_Docker_CLI(string text, string shown) =>
        Device.Parse(text).ToString().Should().Be(shown);

    [Theory]
    [InlineData("")]
    [InlineData("fuse")]
    [InlineData("/dev/a:/dev/b:x")]
    [InlineData("/dev/a:/dev/b:rr")]
    [InlineData("/dev/a:/dev/b:r:w")]
    public void An_invalid_device_is_rejected(string text) =>
        FluentActions.Invoking(() => Device.Parse(text)).Should().Throw<ArgumentException>();

    [Fact]
    public void Device_requests_health_checks_and_log_drivers_are_shown_on_one_line()
    {
        DeviceRequest.AllGpus.ToString().Should().Be("gpu: all");
        DeviceRequest.Gpus(2).ToString().Should().Be("gpu: 2");
        DeviceRequest.Gpus("0", "1").ToString().Should().Be("gpu: 0,1");
        HealthCheck.None.ToString().Should().Be("no health check");
        HealthCheck.OfImage.ToString().Should().Be("the image's health check");
        HealthCheck.Shell("curl -f localhost").ToString().Should().Be("curl -f localhost");
        HealthCheck.Command("test", "-e", "/a b").ToString().Should().Be("test -e '/a b'");
        new LogDriver("syslog") { Options = new Dictionary<string, string> { ["token"] = "s3cret" } }.ToString()
            .Should().Be("syslog");
        new VolumeUsage(null, 2).ToString().Should().Be("? bytes, 2 containers");
    }
}
