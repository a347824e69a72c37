using System.Net;
using System.Net.NetworkInformation;

namespace ContainerKit.Tests.Networks;

public sealed class NetworkSpecTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a\nb")]
    public void A_name_that_no_request_can_address_is_rejected(string name)
    {
        Action[] uses =
        [
            () => _ = new NetworkSpec { Name = name },
            () => _ = new NetworkAttachment(name),
            () => _ = new VolumeSpec { Name = name },
            () => Network.Find(name),
            () => Volume.Find(name),
            () => Container.Find(name),
        ];

        uses.Should().AllSatisfy(use => use.Should().Throw<ArgumentException>());
    }

    [Theory]
    [InlineData("-a")]
    [InlineData("_a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void A_network_name_that_engines_take_is_accepted(string name)
    {
        new NetworkSpec { Name = name }.Name.Should().Be(name);
        Network.Find(name).ToString().Should().Be($"find network {name}");
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("container:x")]
    public void Creating_a_network_with_a_predefined_name_is_rejected(string name) =>
        FluentActions.Invoking(() => Network.Create(name))
            .Should().Throw<ArgumentException>().WithMessage($"The network name '{name}' is predefined by the engine*");

    [Theory]
    [InlineData("")]
    [InlineData("10.20.0.0")]
    [InlineData("10.20.0.1/24")]
    [InlineData("10.20.0.0/33")]
    [InlineData("10.20.0/24")]
    [InlineData("010.20.0.0/24")]
    [InlineData("[fd00:1::]/64")]
    [InlineData("fd00:1::%1/64")]
    [InlineData("app")]
    public void An_invalid_subnet_is_rejected(string text) =>
        FluentActions.Invoking(() => NetworkSubnet.Parse(text))
            .Should().Throw<ArgumentException>().WithMessage($"'{text}' is not a subnet*10.20.0.0/24*");

    [Fact]
    public void A_gateway_or_pool_outside_its_subnet_is_rejected()
    {
        NetworkSubnet subnet = "10.20.0.0/24";

        (subnet with { Gateway = IPAddress.Parse("10.20.0.9"), Pool = IPNetwork.Parse("10.20.0.128/25") }).ToString()
            .Should().Be("10.20.0.0/24");
        FluentActions.Invoking(() => subnet with { Gateway = IPAddress.Parse("10.21.0.1") })
            .Should().Throw<ArgumentException>().WithMessage("The gateway 10.21.0.1 is not in*");
        FluentActions.Invoking(() => subnet with { Pool = IPNetwork.Parse("10.0.0.0/8") })
            .Should().Throw<ArgumentException>().WithMessage("The pool 10.0.0.0/8 is not in*");
    }

    [Fact]
    public void Overlapping_subnets_of_a_network_are_rejected() =>
        FluentActions.Invoking(() => Network.Create(new NetworkSpec { Subnets = ["10.20.0.0/16", "10.20.7.0/24"] }))
            .Should().Throw<ArgumentException>().WithMessage("The subnets 10.20.0.0/16 and 10.20.7.0/24 overlap.*");

    [Fact]
    public void An_invalid_network_or_volume_setting_is_rejected_when_the_spec_is_created()
    {
        FluentActions.Invoking(() => new NetworkSpec { Driver = " " }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new NetworkSpec { Subnets = [null!] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new NetworkSpec { Options = new Dictionary<string, string> { ["a"] = null! } })
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(
            () => new NetworkSpec { Labels = new Dictionary<string, string> { ["containerkit.session"] = "x" } })
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Volume.Create("a"))
            .Should().Throw<ArgumentException>().WithMessage("'a' is not a valid volume name*");
        FluentActions.Invoking(() => new VolumeSpec { Driver = "" }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new VolumeSpec { Options = new Dictionary<string, string> { [""] = "x" } })
            .Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Network_and_volume_plans_are_shown_without_a_request()
    {
        Network.Create().ToString().Should().Be("create network");
        Network.Create("app").ToString().Should().Be("create network app");
        Network.Find("app").Then(network => Image.Pull("nginx").Run(new ContainerSpec { Networks = [network] }))
            .Exec("true").ToString()
            .Should().Be("find network app → then … → exec true");
        Volume.Create(
            new VolumeSpec { Name = "data", Options = new Dictionary<string, string> { ["o"] = "password=s3cret" } })
            .ToString().Should().Be("create volume data");
        Volume.Find("data").ToString().Should().Be("find volume data");
        Network.List().ToString().Should().Be("list networks");
        Plan.All(Network.Create(), Volume.Create()).Then(_ => Image.Pull("app")).Tag("a:2").ToString()
            .Should().Be("all(create network; create volume) → then … → tag a:2");
        Plan.FromResult("x").ToString().Should().Be("x");
    }

    [Fact]
    public void An_invalid_network_attachment_is_rejected()
    {
        NetworkAttachment app = "app";

        FluentActions.Invoking(() => (NetworkAttachment)"").Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => (NetworkAttachment)"container:").Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => app with { Aliases = ["a\tb"] })
            .Should().Throw<ArgumentException>().WithMessage(@"'a\tb' is not a valid alias*");
        (app with { Aliases = ["a b", "_x", "x_"] }).Aliases.Should().Equal("a b", "_x", "x_");
        FluentActions.Invoking(() => app with { Aliases = [null!] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => app with { IPv4Address = IPAddress.IPv6Loopback }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => app with { IPv6Address = IPAddress.Loopback }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => app with { MacAddress = PhysicalAddress.Parse("0242") })
            .Should().Throw<ArgumentException>();
        AssertRejected("host", "app").WithMessage("A container with the network 'host' cannot have other networks*");
        AssertRejected("app", "app").WithMessage("The network 'app' is given twice.*");
        AssertRejected(NetworkAttachment.None with { MacAddress = PhysicalAddress.Parse("02420a0b0c0d") });
        FluentActions.Invoking(() => Image.Pull("app").Run().Connect("host"))
            .Should().Throw<ArgumentException>().WithMessage("*cannot be connected to the network 'host'*");
        FluentActions.Invoking(() => Image.Pull("app").Run()
            .Connect(new NetworkAttachment("bridge") { Aliases = ["x"] })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_network_attachment_is_shown_with_its_settings() =>
        (new NetworkAttachment("app")
        {
            Aliases = ["db"],
            IPv4Address = IPAddress.Parse("10.0.0.9"),
            MacAddress = PhysicalAddress.Parse("02420a0b0c0d")
        })
            .ToString().Should().Be("app alias db 10.0.0.9 02:42:0a:0b:0c:0d");

    private static FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> AssertRejected(
        params NetworkAttachment[] networks) =>
        FluentActions.Invoking(() => Image.Pull("app").Run(new ContainerSpec { Networks = networks }))
            .Should().Throw<ArgumentException>();
}
