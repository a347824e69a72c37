using ContainerKit.Discovery;

namespace ContainerKit.Tests.Discovery;

public sealed class ContainerHostTests : IDisposable
{
    private const string Routes = """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        eth0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
        eth0	00000000	010011AC	0003	0	0	0	00000000	0	0	0
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ck-root-");

    [Theory]
    [InlineData(".dockerenv")]
    [InlineData("run/.containerenv")]
    public void The_host_of_a_container_is_its_default_gateway(string marker)
    {
        Write(marker, "");
        Write("proc/net/route", Routes);

        ContainerHost.FindGateway(_root.FullName).Should().Be("172.17.0.1");
    }

    [Theory]
    [InlineData("172.17.0.1\thost.docker.internal", "host.docker.internal")]
    [InlineData("10.0.2.2 other host.containers.internal # comment", "host.containers.internal")]
    [InlineData("# 172.17.0.1 host.docker.internal", "172.17.0.1")]
    [InlineData("127.0.0.1 host.docker.internal", "172.17.0.1")]
    [InlineData("172.17.0.9 somehost.docker.internal", "172.17.0.1")]
    public void The_name_of_the_host_in_the_hosts_file_precedes_the_gateway(string line, string expected)
    {
        Write(".dockerenv", "");
        Write("proc/net/route", Routes);
        Write("etc/hosts", "127.0.0.1\tlocalhost\n" + line + "\n");

        ContainerHost.FindGateway(_root.FullName).Should().Be(expected);
    }

    [Fact]
    public void A_machine_has_no_container_host()
    {
        Write("proc/net/route", Routes);

        ContainerHost.FindGateway(_root.FullName).Should().BeNull();
    }

    [Theory]
    [InlineData("docker0")]
    [InlineData("podman0")]
    public void A_container_with_the_network_of_an_engine_has_no_container_host(string bridge)
    {
        Write(".dockerenv", "");
        Write("proc/net/route", Routes);
        Directory.CreateDirectory(Path.Combine(_root.FullName, "sys/class/net", bridge));

        ContainerHost.FindGateway(_root.FullName).Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Iface\tDestination\tGateway\n")]
    [InlineData("eth0\t00000000\n")]
    [InlineData("eth0\t00000000\tzz\n")]
    [InlineData("eth0\t00000000\t00000000\n")]
    public void A_container_without_a_default_gateway_has_no_container_host(string routes)
    {
        Write(".dockerenv", "");
        Write("proc/net/route", routes);

        ContainerHost.FindGateway(_root.FullName).Should().BeNull();
    }

    [Fact]
    public void A_container_without_a_routing_table_has_no_container_host()
    {
        Write(".dockerenv", "");

        ContainerHost.FindGateway(_root.FullName).Should().BeNull();
    }

    public void Dispose() => _root.Delete(recursive: true);

    private void Write(string path, string content)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
