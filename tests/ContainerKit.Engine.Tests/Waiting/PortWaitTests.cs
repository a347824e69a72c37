using System.Net.Sockets;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>
/// Tests <c>Wait.ForPort</c>: a port is ready if a reachable server listens on it. The probe must work without any tool in the image.
/// </summary>
public sealed class PortWaitTests : EngineTest
{
    // Starts a server after a delay.
    private const string LateServer = "sleep 0.4; mkdir /www; echo up > /www/index.html; exec httpd -f -p 80 -h /www";

    // Probes as from another machine, which cannot see the processes of the engine's machine.
    private static Wait FromAnotherMachine { get; } = new("port 80", new PortCondition(80) { InspectsLocalProcess = false });

    [DockerFact]
    public async Task Port_wait_from_another_machine_reads_the_listening_ports_in_the_container()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", LateServer) with { Publish = [80], Wait = FromAnotherMachine });

        await ShouldRespondAsync(container);
    }

    [DockerFact]
    public async Task Port_wait_from_another_machine_without_tools_in_the_image_needs_a_lasting_connection()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "rm -f /bin/cat /bin/sh /bin/ash; " + LateServer) with { Publish = [80], Wait = FromAnotherMachine });

        await ShouldRespondAsync(container);
    }

    [DockerFact]
    public async Task Port_wait_works_for_an_image_without_a_shell()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "rm -f /bin/cat /bin/sh /bin/ash; " + LateServer) with { Publish = [80], Wait = Wait.ForPort(80) });

        await ShouldRespondAsync(container);
    }

    [DockerFact]
    public async Task Port_wait_works_for_an_unpublished_port()
    {
        foreach (var wait in (Wait[])[Wait.ForPort(80), FromAnotherMachine])
        {
            await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", LateServer) with { Wait = wait });

            (await container.ExecAsync(["wget", "-qO-", "http://127.0.0.1/"], Token)).Stdout.Should().Be("up\n");
        }
    }

    [DockerFact]
    public async Task Port_wait_that_cannot_probe_the_port_fails_immediately_with_a_hint()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "rm -f /bin/cat; exec sleep infinity"));
        await UntilAsync(async () => (await container.ExecAsync(["ls", "/bin"], Token)).Stdout.Split('\n') is var files
            && !files.Contains("cat"));

        (await container.Awaiting(it => it.WaitForAsync(FromAnotherMachine, Token)).Should().ThrowAsync<WaitFailedException>())
            .Which.Reason.Should().Contain("Publish it: ContainerSpec.Publish = [80]");
    }

    [DockerFact]
    [Requires(EngineFeature.HostNetwork)]
    public async Task Port_wait_in_the_host_network_uses_the_port_of_the_host()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The host network of an engine in a virtual machine is not that of this machine.");
        var port = FreePort.Find();
        var spec = Spec("sh", "-c", $"sleep 0.5; exec httpd -f -p 127.0.0.1:{port} -h /etc") with
        {
            Customize = request => request.HostConfig!.NetworkMode = "host",
            Wait = Wait.All(Wait.ForPort(port), Wait.ForHttp(port, "/passwd")),
        };

        await using var container = await Image.Pull(Busybox).Run(spec);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/passwd"), Token)).Should().Contain("root");
    }

    [DockerFact]
    [Requires(EngineFeature.PublishedPortProxy)]
    public async Task Port_wait_reports_a_server_that_listens_only_on_loopback()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("httpd", "-f", "-p", "127.0.0.1:80") with { Publish = [80] });

        var failure = await container.Awaiting(
            it => it.WaitForAsync(Wait.ForPort(80).WithTimeout(TimeSpan.FromSeconds(3)), Token))
            .Should().ThrowAsync<WaitTimeoutException>();

        // Without the table of the ports, the wait sees only the proxy of the engine.
        failure.Which.LastResult.Should().Contain(
            await EngineFeatures.HasAsync(EngineFeature.VisibleProcesses) ? "loopback only" : "closes connections at once");
    }

    [DockerFact]
    [Requires(EngineFeature.VisibleProcesses)]
    public async Task Port_wait_on_the_engine_machine_opens_no_connection_to_the_server()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The probe needs a connection if it does not run on the machine of the engine.");
        // nc serves a single connection, which the test needs.
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "sleep 0.3; echo hello | nc -l -p 80; exec sleep infinity") with
            {
                Publish = [80],
                Wait = Wait.ForPort(80),
            });
        var address = await container.GetPublishedPortAsync(80, Token);

        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Token);
        using var reader = new StreamReader(client.GetStream());
        (await reader.ReadLineAsync(Token)).Should().Be("hello");
    }

    [DockerFact]
    [Requires(EngineFeature.PublishedPortProxy)]
    public async Task Published_port_is_known_without_a_request_after_a_port_wait()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);

        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", LateServer) with { Publish = [80], Wait = Wait.ForPort(80) }).On(engine).ExecuteAsync(Token);
        await container.GetPublishedPortAsync(80, Token);

        // Where the processes are not visible, an exec reads the ports.
        var isVisible = await EngineFeatures.HasAsync(EngineFeature.VisibleProcesses);
        proxy.Requests.Where(request => isVisible || !request.Contains("/exec", StringComparison.Ordinal))
            .Should().HaveCount(4, "create, start, inspect and the wait for the exit, regardless of the number of probes");
    }

    private static async Task ShouldRespondAsync(Container container)
    {
        var address = await container.GetPublishedPortAsync(80, Token);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{address}/"), Token)).Should().Be("up\n");
    }
}
