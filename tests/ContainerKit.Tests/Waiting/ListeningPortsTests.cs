using ContainerKit.Waiting;

namespace ContainerKit.Tests.Waiting;

public sealed class ListeningPortsTests
{
    private const string RestOfHeader = "tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    private const string Rest = "00000000:00000000 00:00000000 00000000     0        0 39908 1 00000000d158eecc 100 0 0 10 0";

    // Contents of /proc/net/tcp and /proc/net/tcp6.
    private const string Tables = $"""
          sl  local_address rem_address   st {RestOfHeader}
           0: 00000000:0050 00000000:0000 0A {Rest}
           1: 0100007F:1F90 00000000:0000 0A {Rest}
           2: 020011AC:C350 0100007F:01BB 01 {Rest}
           3: 7F0011AC:0051 00000000:0000 0A {Rest}
          sl  local_address                         remote_address                        st {RestOfHeader}
           0: 00000000000000000000000000000000:18EB 00000000000000000000000000000000:0000 0A {Rest}
           1: 00000000000000000000000001000000:18EC 00000000000000000000000000000000:0000 0A {Rest}
           2: 0000000000000000FFFF00000100007F:18ED 00000000000000000000000000000000:0000 0A {Rest}
        """;

    [Theory]
    [InlineData(80, "all addresses")]
    [InlineData(81, "the container's own address, which ends in 127")]
    [InlineData(6379, "all addresses, IPv6 too")]
    public void A_port_that_listens_on_a_reachable_address_is_ready(int port, string _) =>
        ListeningPorts.Parse(Tables).WhyNotListening(port).Should().BeNull();

    [Theory]
    [InlineData(8080)]
    [InlineData(6380)]
    [InlineData(6381)]
    public void A_port_that_listens_on_loopback_only_is_not_ready(int port) =>
        ListeningPorts.Parse(Tables).WhyNotListening(port).Should().Contain("loopback only");

    [Theory]
    [InlineData(50000, "the local port of a connection")]
    [InlineData(443, "the remote port of a connection")]
    [InlineData(1, "no socket")]
    public void A_port_without_a_listening_socket_is_not_ready(int port, string _) =>
        ListeningPorts.Parse(Tables).WhyNotListening(port).Should().StartWith("nothing listens");

    [Theory]
    [InlineData("")]
    [InlineData("cat: /proc/net/tcp6: No such file or directory")]
    [InlineData("0: 00000000 00000000:0000 0A x")]
    [InlineData("0: 00000000:zz 00000000:0000 0A x")]
    public void An_invalid_socket_table_has_no_listening_ports(string text) =>
        ListeningPorts.Parse(text).WhyNotListening(80).Should().NotBeNull();

    [Fact]
    public void Listening_ports_of_a_process_outside_the_container_are_not_read() =>
        ListeningPorts.TryReadLocally("c0ffee0123456789c0ffee0123456789c0ffee0123456789c0ffee0123456789",
            Environment.ProcessId).Should().BeNull();

    [Fact]
    public void Listening_ports_of_a_process_that_does_not_exist_are_not_read() =>
        ListeningPorts.TryReadLocally("c0ffee", int.MaxValue).Should().BeNull();
}
