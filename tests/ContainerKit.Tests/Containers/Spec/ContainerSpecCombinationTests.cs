using System.Net;
using System.Net.NetworkInformation;

namespace ContainerKit.Tests.Containers.Spec;

/// <summary>
/// Invalid settings are rejected before any request: a single setting by the spec, a combination by the plan.
/// </summary>
public sealed class ContainerSpecCombinationTests
{
    private static readonly PhysicalAddress _mac = PhysicalAddress.Parse("02420a0b0c0d");

    private static readonly Func<ContainerSpec>[] _invalidSettings =
    [
        () => new() { MemorySwapBytes = 0 },
        () => new() { MemorySwapBytes = -2 },
        () => new() { MemoryReservationBytes = 1 },
        () => new() { CpuSet = "" },
        () => new() { CpuSet = "0-" },
        () => new() { CpuSet = "a" },
        () => new() { CpuShares = 1 },
        () => new() { CpuShares = 262_145 },
        () => new() { PidsLimit = 0 },
        () => new() { ShmSizeBytes = 0 },
        () => new() { OomScoreAdjust = -1001 },
        () => new() { OomScoreAdjust = 1001 },
        () => new() { MaximumRetryCount = 0 },
        () => new() { StopSignal = "stop it" },
        () => new() { StopTimeout = TimeSpan.FromSeconds(-1) },
        () => new() { Platform = "Linux 64" },
        () => new() { PidMode = "private" },
        () => new() { PidMode = "container:" },
        () => new() { IpcMode = "mine" },
        () => new() { UtsMode = "private" },
        () => new() { UsernsMode = "private" },
        () => new() { HostGatewayAlias = "a b" },
        () => new() { ExtraHosts = new Dictionary<string, IPAddress> { ["a b"] = IPAddress.Loopback } },
        () => new() { ExtraHosts = new Dictionary<string, IPAddress> { ["a"] = null! } },
        () => new() { Groups = [null!] },
        () => new() { DnsServers = [null!] },
        () => new() { Sysctls = new Dictionary<string, string> { ["a"] = null! } },
        () => new() { SecurityOptions = ["seccomp=/etc/profile.json"] },
        () => new() { LogDriver = "" },
        () => new() { HealthCheck = HealthCheck.Shell(" ") },
        () => new() { HealthCheck = HealthCheck.Command() },
        () => new() { HealthCheck = HealthCheck.Shell("true") with { Interval = TimeSpan.FromMicroseconds(999) } },
        () => new() { HealthCheck = HealthCheck.Shell("true") with { Retries = 0 } },
        () => new() { DeviceRequests = [DeviceRequest.Gpus(0)] },
        () => new() { Networks = [null!] },
        () => new() { Mounts = [null!] },
        () => new() { Publish = [null!] },
    ];

    public static TheoryData<string, Func<ContainerSpec>> Combinations => new()
    {
        { "MemorySwapBytes limits memory and swap together. Set MemoryBytes too.",
            () => new() { MemorySwapBytes = 64 << 20 } },
        { "*is less than MemoryBytes*", () => new() { MemoryBytes = 64 << 20, MemorySwapBytes = 32 << 20 } },
        { "MemoryReservationBytes*must not be more than MemoryBytes*",
            () => new() { MemoryBytes = 64 << 20, MemoryReservationBytes = 65 << 20 } },
        { "The ulimit 'nofile' is given twice*", () => new() { Ulimits = ["nofile=1", "nofile=2"] } },
        { "Two devices have the container path /dev/x*", () => new() { Devices = ["/dev/a:/dev/x", "/dev/b:/dev/x"] } },
        { "A device request must set either Count or DeviceIds*", () => new() { DeviceRequests = [new DeviceRequest()] } },
        { "A device request must set either Count or DeviceIds*",
            () => new() { DeviceRequests = [DeviceRequest.Gpus(1) with { DeviceIds = ["0"] }] } },
        { "MaximumRetryCount requires RestartPolicy.OnFailure*", () => new() { MaximumRetryCount = 3 } },
        { "MaximumRetryCount requires RestartPolicy.OnFailure*",
            () => new() { MaximumRetryCount = 3, Restart = RestartPolicy.Always } },
        { "HealthCheck.None takes no timings*", () => new() { HealthCheck = HealthCheck.None with { Retries = 3 } } },
        { "With the network 'host', no ports can be published: the container uses the ports of the host*",
            () => new() { Networks = ["host"], Publish = [80] } },
        { "With the network 'none', no ports can be published*", () => new() { Networks = ["none"], PublishAll = true } },
        { "With the network 'container:web', no ports can be published*",
            () => new() { Networks = ["container:web"], Publish = [80] } },
        { "*also uses its host name*", () => new() { Networks = ["container:web"], Hostname = "x" } },
        { "*also uses its hosts file*", () => new() { Networks = ["container:web"], HostGatewayAlias = "host.docker.internal" } },
        { "*also uses its DNS settings*",
            () => new() { Networks = ["container:web"], DnsServers = [IPAddress.Loopback] } },
        { "*no separate MAC address*", () => new() { Networks = ["host"], MacAddress = _mac } },
        { "The MAC address on the first network is given twice*",
            () => new() { Networks = [new NetworkAttachment("app") { MacAddress = _mac }], MacAddress = _mac } },
        { "The sysctl 'net.core.somaxconn' would change the network*",
            () => new() { Networks = ["host"],
            Sysctls = new Dictionary<string, string> { ["net.core.somaxconn"] = "1" } } },
        { "With UtsMode host*Leave Hostname and DomainName out*", () => new() { UtsMode = "host", Hostname = "x" } },
        { "With IpcMode host, the container has no separate shared memory*",
            () => new() { IpcMode = "host", ShmSizeBytes = 1 << 20 } },
        { "Two mounts have the target /data: a1:/data and b1:/data/.*",
            () => new() { Mounts = [Mount.Volume("a1", "/data"), Mount.Volume("b1", "/data/")] } },
        { "One host port is published twice: 8080:80 and 8080:81.*",
            () => new() { Publish = ["8080:80", "8080:81"] } },
        { "One host port is published twice: 8081:81 and 8081:90.*",
            () => new() { Publish = ["8080-8081:80-81", "8081:90"] } },
    };

    [Theory]
    [MemberData(nameof(Combinations), DisableDiscoveryEnumeration = true)]
    public void Contradictory_container_settings_are_rejected_when_the_plan_is_created(string message,
        Func<ContainerSpec> create)
    {
        var spec = create();

        FluentActions.Invoking(() => Image.Pull("app").Run(spec))
            .Should().Throw<ArgumentException>().WithMessage(message + (message.EndsWith('*') ? "" : "*"));
    }

    [Fact]
    public void An_invalid_container_setting_is_rejected_when_the_spec_is_created()
    {
        for (var i = 0; i < _invalidSettings.Length; i++)
            FluentActions.Invoking(_invalidSettings[i]).Should().Throw<ArgumentException>($"setting {i} is invalid");
    }

    [Fact]
    public void Container_settings_that_are_valid_together_are_accepted() => Image.Pull("app").Run(new ContainerSpec
    {
        MemoryBytes = 64 << 20,
        MemorySwapBytes = -1,
        MemoryReservationBytes = 64 << 20,
        CpuSet = "0,2-3",
        Ulimits = ["nofile=1024", "core=-1"],
        Restart = RestartPolicy.OnFailure,
        MaximumRetryCount = 1,
        StopSignal = "SIGRTMIN+3",
        Platform = "linux/arm/v7",
        IpcMode = "container:other",
        HealthCheck = HealthCheck.OfImage with { Retries = 1 },
        Publish = ["53:53", "53:53/udp", "127.0.0.1:80:80", "[::1]:80:80", "8000-8010:8000-8010", "9000-9010:90"],
        Networks = ["app", "bridge"],
        MacAddress = _mac,
        HostGatewayAlias = "host.docker.internal",
    }).ToString().Should().StartWith("pull app:latest → run --network app --network bridge -p 53:53");
}
