using System.Net;
using System.Text.Json.Nodes;

namespace ContainerKit.Swarm.Tests.Services;

/// <summary>Services of the library and of <c>docker service create</c> with the same options have the same JSON on the engine.</summary>
public sealed class DockerCreateComparisonTests : SwarmTest
{
    public static TheoryData<string, ServiceSpec, string[]> Options => new()
    {
        { "defaults", new ServiceSpec(), [] },
        {
            "process", new ServiceSpec("echo", "a b")
            {
                Entrypoint = ["nice", "-n", "1"], Environment = Map("A", "1", "B", "x=y"), WorkingDirectory = "/tmp", User = "1:2",
                Groups = ["4"], Hostname = "{{.Node.Hostname}}", Tty = true, ReadOnlyRoot = true, Init = true, StopSignal = "SIGINT",
                StopGracePeriod = TimeSpan.FromSeconds(7), Labels = Map("l", "1"), ContainerLabels = Map("c", "2"),
            },
            [
                "--entrypoint", "nice -n 1", "-e", "A=1", "-e", "B=x=y", "-w", "/tmp", "-u", "1:2", "--group", "4", "--hostname",
                "{{.Node.Hostname}}", "--tty", "--read-only", "--init", "--stop-signal", "SIGINT", "--stop-grace-period", "7s",
                "--label", "l=1", "--container-label", "c=2",
            ]
        },
        {
            "scheduling", new ServiceSpec
            {
                Replicas = 2, MaxReplicasPerNode = 2, Constraints = ["node.role==manager", "node.labels.x!=y"],
                SpreadOver = ["node.labels.zone"],
                Cpus = 0.5, MemoryBytes = 64 << 20, PidsLimit = 50, CpusReservation = 0.1, MemoryReservationBytes = 32 << 20,
                GenericResources = new Dictionary<string, long> { ["gpu"] = 2 },
            },
            [
                "--replicas", "2", "--replicas-max-per-node", "2", "--constraint", "node.role==manager", "--constraint", "node.labels.x!=y",
                "--placement-pref", "spread=node.labels.zone", "--limit-cpu", "0.5", "--limit-memory", "64m", "--limit-pids", "50",
                "--reserve-cpu", "0.1", "--reserve-memory", "32m", "--generic-resource", "gpu=2",
            ]
        },
        {
            "policies", new ServiceSpec
            {
                Restart = new ServiceRestartPolicy
                {
                    Condition = ServiceRestartCondition.OnFailure, Delay = TimeSpan.FromSeconds(3), MaxAttempts = 4,
                    Window = TimeSpan.FromMinutes(1),
                },
                Update = new UpdatePolicy
                {
                    Parallelism = 2, Delay = TimeSpan.FromSeconds(1), Monitor = TimeSpan.FromSeconds(2), MaxFailureRatio = 0.25,
                    FailureAction = UpdateFailureAction.Rollback, Order = UpdateOrder.StartFirst,
                },
                Rollback = new UpdatePolicy { Parallelism = 0, FailureAction = UpdateFailureAction.Continue },
            },
            [
                "--restart-condition", "on-failure", "--restart-delay", "3s", "--restart-max-attempts", "4", "--restart-window", "1m",
                "--update-parallelism", "2", "--update-delay", "1s", "--update-monitor", "2s", "--update-max-failure-ratio", "0.25",
                "--update-failure-action", "rollback", "--update-order", "start-first", "--rollback-parallelism", "0",
                "--rollback-failure-action", "continue",
            ]
        },
        {
            "security", new ServiceSpec
            {
                AddCapabilities = ["NET_ADMIN"], DropCapabilities = ["cap_chown"], Sysctls = Map("net.core.somaxconn", "512"),
                Ulimits = ["nofile=100:200"],
                DnsServers = [IPAddress.Parse("10.0.0.53")], DnsSearch = ["example.com"], DnsOptions = ["ndots:2"],
                ExtraHosts = new Dictionary<string, IPAddress> { ["db"] = IPAddress.Parse("10.0.0.7") },
                LogDriver = new LogDriver("json-file") { Options = Map("max-size", "1m") },
                HealthCheck = HealthCheck.Shell("true") with
                {
                    Interval = TimeSpan.FromSeconds(9), Timeout = TimeSpan.FromSeconds(3), Retries = 4,
                },
            },
            [
                "--cap-add", "NET_ADMIN", "--cap-drop", "cap_chown", "--sysctl", "net.core.somaxconn=512", "--ulimit", "nofile=100:200",
                "--dns", "10.0.0.53", "--dns-search", "example.com", "--dns-option", "ndots:2", "--host", "db:10.0.0.7",
                "--log-driver", "json-file", "--log-opt", "max-size=1m", "--health-cmd", "true", "--health-interval", "9s",
                "--health-timeout", "3s", "--health-retries", "4",
            ]
        },
        {
            "mounts", new ServiceSpec
            {
                Mounts =
                [
                    Mount.Volume("data", "/data") with { NoCopy = true }, Mount.Bind("/etc", "/host") with { ReadOnly = true },
                    Mount.Tmpfs("/scratch") with { SizeBytes = 1 << 20 },
                ],
                EndpointMode = EndpointMode.Dnsrr, Publish = ["published=18090,target=80,mode=host"],
            },
            [
                "--mount", "type=volume,source=data,target=/data,volume-nocopy", "--mount", "type=bind,source=/etc,target=/host,readonly",
                "--mount", "type=tmpfs,target=/scratch,tmpfs-size=1m", "--endpoint-mode", "dnsrr", "--publish",
                "published=18090,target=80,mode=host",
            ]
        },
        {
            "job", new ServiceSpec("true") { Mode = ServiceMode.ReplicatedJob, Replicas = 5, MaxConcurrent = 2 },
            ["--mode", "replicated-job", "--replicas", "5", "--max-concurrent", "2"]
        },
        { "global", new ServiceSpec { Mode = ServiceMode.Global }, ["--mode", "global"] },
        { "globaljob", new ServiceSpec("true") { Mode = ServiceMode.GlobalJob }, ["--mode", "global-job"] },
    };

    // No task starts: only the descriptions are compared.
    private const string Nowhere = "node.id==none";

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Options))]
    public async Task Service_is_the_same_as_that_of_the_docker_cli(string name, ServiceSpec spec, string[] arguments)
    {
        spec = spec with { Detach = true, Constraints = [.. spec.Constraints, Nowhere] };
        await using var service = await Image.Pull(Busybox).Deploy(Unique(name), spec).On(Manager).ExecuteAsync(Token);
        var other = Unique("cli-" + name);
        await SwarmCli.GetOutputAsync(
            ["service", "create", "--detach", "--name", other, .. arguments, "--constraint", Nowhere, Busybox, .. spec.Command]);
        try
        {
            var expected = await InspectAsync(other);
            var actual = await InspectAsync(service.Name);

            actual.Should().Be(expected);
        }
        finally
        {
            await SwarmCli.GetOutputAsync("service", "rm", other);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("18000-18002:80-82")]
    [InlineData("18000-18002:80")]
    [InlineData("80-82")]
    [InlineData(":80-82")]
    [InlineData("::80")]
    [InlineData(":80/")]
    [InlineData("18000-18001:80-81/udp")]
    [InlineData("18000-18001:80/UDP")]
    [InlineData("18000-18000:80-80/sctp")]
    [InlineData("0:80")]
    [InlineData("018000:080")]
    [InlineData("published=18000,target=80,protocol=udp,mode=host")]
    [InlineData("target=80")]
    [InlineData("published=0,target=80,target=81")]
    public async Task Published_port_is_the_same_as_that_of_the_docker_cli(string port)
    {
        // One service after the other, because they would have the same ports.
        var spec = new ServiceSpec { Publish = [port], Constraints = [Nowhere], Detach = true };
        string actual;
        await using (var service = await Image.Local(Busybox).Deploy(Unique("ports"), spec).On(Manager).ExecuteAsync(Token))
            actual = await InspectAsync(service.Name);
        var other = Unique("cli-ports");
        await SwarmCli.GetOutputAsync(
            "service", "create", "--detach", "--name", other, "--publish", port, "--constraint", Nowhere, Busybox);
        try
        {
            actual.Should().Be(await InspectAsync(other));
        }
        finally
        {
            await SwarmCli.GetOutputAsync("service", "rm", other);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("80:")]
    [InlineData("/tcp")]
    [InlineData("80/icmp")]
    [InlineData("x")]
    [InlineData("80 ")]
    [InlineData("+80")]
    [InlineData("70000")]
    [InlineData("-80")]
    [InlineData("80-")]
    [InlineData("82-80")]
    [InlineData("80-70000")]
    [InlineData("18000-18002:80-81")]
    [InlineData("18000:80-81")]
    [InlineData("0:80-81")]
    [InlineData("18002-18000:80")]
    [InlineData("x-18000:80")]
    [InlineData("127.0.0.1:18000-18001:80-81")]
    [InlineData("published=18000-18002,target=80-82")]
    [InlineData("published=18000-18002,target=80")]
    [InlineData("target=80-82,mode=host")]
    [InlineData("published=18000")]
    [InlineData("published=,target=80")]
    [InlineData("target=0")]
    [InlineData("target=80,mode=vip")]
    [InlineData("target=80,protocol=icmp")]
    [InlineData("target=80,name=web")]
    [InlineData("target=80,")]
    public async Task Port_that_the_docker_cli_refuses_is_refused(string port)
    {
        var (code, _) = await SwarmCli.TryAsync(
            1, "service", "create", "--detach", "--name", Unique("refused"), "--publish", port, "--constraint", Nowhere, Busybox);
        var parse = () => ServicePort.Parse(port);

        code.Should().NotBe(0);
        parse.Should().Throw<ArgumentException>();
    }

    private static async Task<string> InspectAsync(string service)
    {
        var json = JsonNode.Parse(await SwarmCli.GetOutputAsync("service", "inspect", service))![0]!["Spec"]!.AsObject();
        json.Remove("Name");
        var labels = json["Labels"]!.AsObject();
        foreach (var label in labels.Where(label => label.Key.StartsWith("containerkit.", StringComparison.Ordinal)).ToList())
            labels.Remove(label.Key);
        return Normalize(json)!.ToJsonString();
    }

    // The Docker CLI sends empty values for options that are not set. The members of objects have no order.
    private static JsonNode? Normalize(JsonNode? json)
    {
        switch (json)
        {
            case JsonObject map:
                var members = map.Select(member => (member.Key, Value: Normalize(member.Value)))
                    .Where(member => member.Value is not null)
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member => KeyValuePair.Create(member.Key, member.Value))
                    .ToList();
                // The mode of a global service is the name of an empty object.
                return members.Count > 0 ? new JsonObject(members) : map.GetPath().EndsWith("Global", StringComparison.Ordinal)
                    || map.GetPath().EndsWith("GlobalJob", StringComparison.Ordinal) ? new JsonObject() : null;
            // The Docker CLI sends the ports of a range in a random order.
            case JsonArray ports when ports.GetPath().EndsWith("Ports", StringComparison.Ordinal) && ports.Count > 0:
                return new JsonArray([.. ports.Select(Normalize).OrderBy(port => port!.ToJsonString(), StringComparer.Ordinal)]);
            case JsonArray items:
                return items.Count > 0 ? new JsonArray([.. items.Select(item => Normalize(item))]) : null;
            case JsonValue value when value.ToJsonString() is "false" or "0" or "\"\"":
                return null;
            default:
                return json?.DeepClone();
        }
    }

    private static Dictionary<string, string> Map(params string[] pairs) =>
        pairs.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
}
