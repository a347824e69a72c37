using System.Net;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>The privileges of a container on its host, and its view of the host.</summary>
public sealed class SecuritySpecTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.DomainNames)]
    public async Task Groups_sysctls_and_a_read_only_root_apply_inside_the_container()
    {
        const string Script = "id -G; cat /proc/sys/net/core/somaxconn; touch /x 2>&1; touch /tmp/x && echo written; "
            + "grep NoNewPrivs /proc/self/status | cut -f2; hostname; hostname -d";
        var output = await Image.Pull(Busybox).Run(Spec("sh", "-c", Script) with
        {
            User = "1000:1000",
            Groups = ["1234"],
            Sysctls = new Dictionary<string, string> { ["net.core.somaxconn"] = "77" },
            ReadOnlyRoot = true,
            Mounts = [Mount.Tmpfs("/tmp")],
            SecurityOptions = ["no-new-privileges"],
            Hostname = "box",
            DomainName = "example.org",
        }).Output();

        output.Should().Be("1000 1234\n77\ntouch: /x: Read-only file system\nwritten\n1\nbox\nexample.org\n");
    }

    [DockerFact]
    public async Task DNS_settings_are_written_to_resolv_conf()
    {
        var output = await Image.Pull(Busybox).Run(Spec("cat", "/etc/resolv.conf") with
        {
            DnsServers = [IPAddress.Parse("192.0.2.53"), IPAddress.Parse("192.0.2.54")],
            DnsSearch = ["example.org"],
            DnsOptions = ["ndots:2"],
        }).Output();

        output.Should().Contain("nameserver 192.0.2.53\nnameserver 192.0.2.54\n")
            .And.Contain("search example.org").And.Contain("options ndots:2");
    }

    [DockerFact]
    [Requires(EngineFeature.HostDevices)]
    public async Task Device_of_the_host_is_mapped_with_its_permissions()
    {
        const string Script = "[ -c /dev/other ] && echo there; echo x 2>/dev/null > /dev/other || echo refused";
        var output = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", Script) with { Devices = ["/dev/kmsg:/dev/other:r"] }).Output();

        output.Should().Be("there\nrefused\n");
    }

    [DockerFact]
    [Requires(EngineFeature.DeviceRequests)]
    public async Task GPU_requests_are_set_in_the_host_configuration()
    {
        // An engine without GPUs rejects the start. The container has its configuration in both cases.
        var name = Unique("gpus");
        var plan = Image.Pull(Busybox).Run(Spec("true") with
        {
            Name = name,
            DeviceRequests = [DeviceRequest.AllGpus, DeviceRequest.Gpus("0", "1") with { Capabilities = ["gpu", "compute"] }],
        }).KeepOnFailure();
        try
        {
            await plan.ExecuteAsync(Token);
        }
        catch (EngineApiException e)
        {
            e.EngineMessage.Should().Contain("capabilities: [[gpu");
        }

        var requests = (await InspectAsync(name)).GetProperty("HostConfig").GetProperty("DeviceRequests");
        requests[0].GetProperty("Count").GetInt64().Should().Be(-1);
        requests[0].GetProperty("Capabilities").GetRawText()
            .Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings("").Should().Be("[[\"gpu\"]]");
        requests[1].GetProperty("DeviceIDs").EnumerateArray().Select(id => id.GetString()).Should().Equal("0", "1");
        requests[1].GetProperty("Capabilities")[0].EnumerateArray().Select(capability => capability.GetString())
            .Should().Equal("gpu", "compute");
        await DockerCli.GetOutputAsync("rm", "-f", name);
    }

    [DockerFact]
    [Requires(EngineFeature.HostDevices)]
    public async Task Namespaces_of_the_host_are_shared_on_request()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            PidMode = "host",
            IpcMode = "host",
            UtsMode = "host",
            UsernsMode = "host",
        });

        var host = (await InspectAsync(container.Id)).GetProperty("HostConfig");
        foreach (var mode in (string[])["PidMode", "UTSMode"]) host.GetProperty(mode).GetString().Should().Be("host");
        host.GetProperty("UsernsMode").GetString().Should().BeOneOf("host", "");   // Podman does not report the default
        // Podman 4 reports "shareable" for the IPC namespace of the host. Two containers have the same one only if it is that.
        await using var another = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { PidMode = "host", IpcMode = "host" });
        await using var isolated = await SleeperAsync();
        foreach (var kind in (string[])["pid", "ipc"])
        {
            (await NamespaceAsync(container, kind)).Should()
                .Be(await NamespaceAsync(another, kind)).And.NotBe(await NamespaceAsync(isolated, kind)).And.StartWith($"{kind}:");
        }

        static async Task<string> NamespaceAsync(Container container, string kind) =>
            (await container.ExecAsync(["readlink", $"/proc/self/ns/{kind}"], Token)).Stdout.Trim();
    }

    [DockerFact]
    [Requires(EngineFeature.SeccompText)]
    public async Task Seccomp_profile_is_replaced_or_disabled_on_request()
    {
        (await SeccompAsync([])).Should().Be("2");
        (await SeccompAsync(["seccomp=unconfined"])).Should().Be("0");
        (await SeccompAsync(["""seccomp={"defaultAction":"SCMP_ACT_ALLOW"}"""])).Should().Be("2");

        async Task<string> SeccompAsync(IReadOnlyList<string> options) =>
            (await Image.Pull(Busybox).Run(Spec("sh", "-c", "grep Seccomp: /proc/self/status | cut -f2")
                with
            { SecurityOptions = options }).Output()).Trim();
    }
}
