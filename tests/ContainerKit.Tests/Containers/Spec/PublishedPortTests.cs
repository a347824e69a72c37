using System.Net;

namespace ContainerKit.Tests.Containers.Spec;

public sealed class PublishedPortTests
{
    [Theory]
    [InlineData("80", 80, 0, PortProtocol.Tcp, null)]
    [InlineData("53/udp", 53, 0, PortProtocol.Udp, null)]
    [InlineData("8080:80", 80, 8080, PortProtocol.Tcp, null)]
    [InlineData("8080:80/sctp", 80, 8080, PortProtocol.Sctp, null)]
    [InlineData("127.0.0.1:8080:80", 80, 8080, PortProtocol.Tcp, "127.0.0.1")]
    [InlineData("0.0.0.0::80/udp", 80, 0, PortProtocol.Udp, "0.0.0.0")]
    [InlineData("[::1]:8080:80", 80, 8080, PortProtocol.Tcp, "::1")]
    [InlineData("[::]::65535", 65535, 0, PortProtocol.Tcp, "::")]
    public void A_published_port_is_parsed_and_shown_in_the_syntax_of_docker_run(string text, int container, int host,
        PortProtocol protocol, string? address)
    {
        var port = PublishedPort.Parse(text);

        port.Should().Be(new PublishedPort(container, host, protocol, address is null ? null : IPAddress.Parse(address)));
        port.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("80/tcp", "80")]
    [InlineData("80/TCP", "80")]
    [InlineData(":80", "80")]
    [InlineData("::80", "80")]
    [InlineData("80/", "80")]
    [InlineData("080", "80")]
    [InlineData("0:80", "80")]
    [InlineData("127.0.0.1:0:80/udp", "127.0.0.1::80/udp")]
    [InlineData("8080:80-80", "8080:80")]
    [InlineData("8080-8080:80", "8080:80")]
    [InlineData("::1:8080:80", "[::1]:8080:80")]
    [InlineData("::1::80", "[::1]::80")]
    [InlineData("[127.0.0.1]:8080:80", "127.0.0.1:8080:80")]
    [InlineData("published=8080,target=80", "8080:80")]
    [InlineData("target=80,protocol=udp,mode=host", "80/udp")]
    public void Alternative_spellings_of_a_published_port_are_parsed(string text, string shown) =>
        PublishedPort.Parse(text).ToString().Should().Be(shown);

    [Theory]
    [InlineData("")]
    [InlineData(" 80")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("+80")]
    [InlineData("http")]
    [InlineData("80/http")]
    [InlineData("80/tcp/udp")]
    [InlineData("8080:")]
    [InlineData("x:80")]
    [InlineData("70000:80")]
    [InlineData("8000-:80")]
    [InlineData("0:80-81")]
    [InlineData("0-5:80")]
    [InlineData(":::80")]
    [InlineData("127.0.0.1:80")]
    [InlineData("010.0.0.1:8080:80")]
    [InlineData("fe80::1%eth0:8080:80")]
    [InlineData("8080:0")]
    [InlineData("published=8080")]
    [InlineData("target=80,port=1")]
    [InlineData("8010-8000:80")]
    [InlineData("80-90-100")]
    [InlineData("localhost:8080:80")]
    [InlineData("300.0.0.1:8080:80")]
    [InlineData("[::1:8080:80")]
    [InlineData("1:8080:80")]
    [InlineData("99999999999999999999")]
    public void An_invalid_published_port_is_rejected_with_examples(string text) =>
        FluentActions.Invoking(() => PublishedPort.Parse(text))
            .Should().Throw<ArgumentException>().WithMessage($"'{text}' is not a port*8080:80*");

    [Theory]
    [InlineData("80-82", 80, 82, 0, null)]
    [InlineData("8000-8002:80-82", 80, 82, 8000, 8002)]
    [InlineData("127.0.0.1:8000-8002:80-82/udp", 80, 82, 8000, 8002)]
    [InlineData("8000-8010:80", 80, null, 8000, 8010)]
    public void A_published_port_range_is_parsed_and_shown_in_the_syntax_of_docker_run(string text, int first,
        int? last, int host, int? lastHost)
    {
        var ports = PublishedPort.Parse(text);

        ports.Should().BeEquivalentTo(
            new { ContainerPort = first, LastContainerPort = last, HostPort = host, LastHostPort = lastHost });
        ports.ToString().Should().Be(text);
    }

    [Fact]
    public void Published_port_ranges_of_different_lengths_are_rejected()
    {
        FluentActions.Invoking(() => PublishedPort.Parse("8000-8010:80-81"))
            .Should().Throw<ArgumentException>()
            .WithMessage("'8000-8010:80-81' publishes 2 container ports on 11 host ports*");
        FluentActions.Invoking(() => PublishedPort.Parse("8000:80-81"))
            .Should().Throw<ArgumentException>().WithMessage("'8000:80-81' publishes 2 container ports on 1 host ports*");
        FluentActions.Invoking(() => Image.Pull("app")
            .Run(new ContainerSpec { Publish = [new PublishedPort(80) { LastContainerPort = 79 }] }))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Image.Pull("app")
            .Run(new ContainerSpec { Publish = [new PublishedPort(80) { LastHostPort = 90 }] }))
            .Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Numbers_and_strings_convert_implicitly_to_published_ports()
    {
        PublishedPort[] ports = [80, "8080:80", "53:53/udp"];

        ports.Should().Equal(new PublishedPort(80), new PublishedPort(80, 8080), new PublishedPort(53, 53, PortProtocol.Udp));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(65536, 0)]
    [InlineData(80, -1)]
    [InlineData(80, 65536)]
    public void Published_port_numbers_out_of_range_are_rejected(int container, int host) =>
        FluentActions.Invoking(() => new PublishedPort(container, host))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*from 1 to 65535*");

    [Theory]
    [InlineData("localhost", "localhost:80")]
    [InlineData("::1", "[::1]:80")]
    public void A_port_address_is_shown_in_a_form_that_can_be_connected_to(string host, string shown) =>
        new PortAddress(host, 80).ToString().Should().Be(shown);
}
