using ContainerKit.Waiting;

namespace ContainerKit.Tests.Waiting;

public sealed class ListeningPortsTests
{
    private const string Tables = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 39908 1 00000000d158eecc 100 0 0 10 0
           1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 39909 1 00000000d158eecc 100 0 0 10 0
           2: 020011AC:C350 0100007F:01BB 01 00000000:00000000 00:00000000 00000000     0        0 39910 1 00000000d158eecc 100 0 0 10 0
           3: 7F0011AC:0051 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 39911 1 00000000d158eecc 100 0 0 10 0
          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000000000000000000000000000:18EB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 39912 1 0 100 0 0 10 0
           1: 00000000000000000000000001000000:18EC 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 39913 1 0 100 0 0 10 0
           2: 0000000000000000FFFF00000100007F:18ED 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 39914 1 0 100 0 0 10 0
        """;

    [Theory]
    [InlineData(80, "all addresses")]
    [InlineData(81, "the container's own address, which ends in 127")]
    [InlineData(6379, "all addresses, IPv6 too")]
    public void A_port_that_others_reach_lacks_nothing(int port, string _) => ListeningPorts.Parse(Tables).WhyNotListening(port).Should().BeNull();

    [Theory]
    [InlineData(8080)]
    [InlineData(6380)]
    [InlineData(6381)]
    public void A_port_at_the_loopback_is_reached_by_nobody(int port) => ListeningPorts.Parse(Tables).WhyNotListening(port).Should().Contain("loopback only");

    [Theory]
    [InlineData(50000, "a connection is no listener")]
    [InlineData(443, "nor is its other end")]
    [InlineData(1, "nobody")]
    public void Any_other_port_is_not_listened_on(int port, string _) => ListeningPorts.Parse(Tables).WhyNotListening(port).Should().StartWith("nothing listens");

    [Theory]
    [InlineData("")]
    [InlineData("cat: /proc/net/tcp6: No such file or directory")]
    [InlineData("0: 00000000 00000000:0000 0A x")]
    [InlineData("0: 00000000:zz 00000000:0000 0A x")]
    public void What_is_no_table_has_no_ports(string text) => ListeningPorts.Parse(text).WhyNotListening(80).Should().NotBeNull();

    [Fact]
    public void A_process_of_another_container_is_not_believed() =>
        ListeningPorts.TryReadHere("c0ffee0123456789c0ffee0123456789c0ffee0123456789c0ffee0123456789", Environment.ProcessId).Should().BeNull();

    [Fact]
    public void A_process_that_is_not_there_is_not_seen() => ListeningPorts.TryReadHere("c0ffee", int.MaxValue).Should().BeNull();
}
