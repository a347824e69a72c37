using System.Net;
using System.Net.NetworkInformation;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>
/// Inputs of <c>docker create</c>: the library accepts and refuses the same ones, and the engine stores the same container.
/// Each deliberate difference is written with its row.
/// </summary>
[Requires(EngineFeature.NoDefaultLimits)]
public sealed class DockerCreateComparisonTests : EngineTest
{
    // Each test creates up to 150 containers.
    private const int TimeLimit = 240_000;
    private const string Refused = CreateComparison.Refused;
    private const string Accepted = "accepted, refused by docker";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private CreateComparison? _comparison;

    private CreateComparison Comparison => _comparison ??= new CreateComparison(Mark, Token);

    [DockerFact(Timeout = TimeLimit)]
    public async Task Ports_are_parsed_as_by_the_Docker_CLI()
    {
        string[] ports =
        [
            "80", "80/tcp", "80/udp", "80/sctp", "80/TCP", "80/icmp", "80/", "/tcp", "", " 80", "65535", "65536", "-1",
            "8080:80", "8080:80/udp", "0:80", ":80", "8080:", ":", "70000:80", "a:80", "8080:b",
            "127.0.0.1:8080:80", "127.0.0.1::80", "0.0.0.0:8080:80", "::1:8080:80", "[::1]:8080:80", "[::1]::80", "[::]:8080:80",
            "localhost:8080:80", "1.2.3:8080:80", "256.0.0.1:8080:80", "127.0.0.1:80", "127.0.0.1:8080:80:90",
            "010.0.0.1:8080:80", "[::1%1]:8080:80",
            "8000-8002:80-82", "80-82", "8000-8010:80", "8000-8001:80-82", "82-80", "8000-8002:80-82/udp", "80-",
            "127.0.0.1:8000-8002:80-82", "published=8080,target=80", "target=80", "published=8080,target=80,protocol=udp",
            "published=8080", "published=8080,target=80,mode=host",
        ];
        foreach (var port in ports) Comparison.Add(["-p", port], () => new() { Publish = [port] });
        // No client can reach container port 0, a range that begins with any free port has no meaning, and docker ignores
        // options that it does not know.
        foreach (var port in (string[])["0", "8080:0", "0-2:80-82", "target=80,color=red"])
            Comparison.Add(["-p", port], () => new() { Publish = [port] }, except: Refused);
        Comparison.Add(["-p", "80", "-p", "81:81"], () => new() { Publish = [80, "81:81"] });
        // The library publishes each exposed port on 127.0.0.1 by itself; busybox has none.
        Comparison.Add(["-P"], () => new() { PublishAll = true }, except: "HostConfig.PublishAllPorts is null, with docker true");

        (await Comparison.RunAsync()).Should().BeEmpty();
    }

    [DockerFact(Timeout = TimeLimit)]
    public async Task Limits_are_validated_as_by_the_Docker_CLI()
    {
        const long MiB = 1 << 20;
        foreach (var (text, bytes) in ((string, long)[])[("64m", 64 * MiB), ("6m", 6 * MiB), ("1m", MiB),
            ("5999999b", 5_999_999), ("1g", 1024 * MiB)])
            Comparison.Add(["-m", text], () => new() { MemoryBytes = bytes });
        Comparison.Add(["-m", "64m", "--memory-swap", "64m"], () => new() { MemoryBytes = 64 * MiB, MemorySwapBytes = 64 * MiB });
        Comparison.Add(["-m", "64m", "--memory-swap", "-1"], () => new() { MemoryBytes = 64 * MiB, MemorySwapBytes = -1 });
        Comparison.Add(["-m", "64m", "--memory-swap", "32m"], () => new() { MemoryBytes = 64 * MiB, MemorySwapBytes = 32 * MiB });
        Comparison.Add(["--memory-swap", "64m"], () => new() { MemorySwapBytes = 64 * MiB });
        Comparison.Add(["--memory-reservation", "32m"], () => new() { MemoryReservationBytes = 32 * MiB });
        Comparison.Add(["-m", "64m", "--memory-reservation", "65m"], () =>
            new() { MemoryBytes = 64 * MiB, MemoryReservationBytes = 65 * MiB });
        foreach (var cpus in (double[])[0.5, 1, 2, 0.01, 0.001, 3, 1000, -1])
            Comparison.Add(["--cpus", cpus.ToString(System.Globalization.CultureInfo.InvariantCulture)], () => new() { Cpus = cpus });
        foreach (var set in (string[])["0", "0-1", "0,1", "5", "1-0", "a", "-1", "0,", "0-1,1"])
            Comparison.Add([$"--cpuset-cpus={set}"], () => new() { CpuSet = set });
        foreach (var shares in (int[])[2, 512, 262_144]) Comparison.Add([$"--cpu-shares={shares}"], () => new() { CpuShares = shares });
        // The kernel replaces these values without a message.
        foreach (var shares in (int[])[1, 262_145, -1])
            Comparison.Add([$"--cpu-shares={shares}"], () => new() { CpuShares = shares }, except: Refused);
        foreach (var pids in (int[])[100, 1, -1]) Comparison.Add([$"--pids-limit={pids}"], () => new() { PidsLimit = pids });
        // Docker takes 0 for no limit, which the library calls -1.
        Comparison.Add(["--pids-limit=0"], () => new() { PidsLimit = 0 }, except: Refused);
        foreach (var score in (int[])[0, 500, 1000, 1001, -1000, -1001])
            Comparison.Add([$"--oom-score-adj={score}"], () => new() { OomScoreAdjust = score });
        foreach (var (text, bytes) in ((string, long)[])[("1m", MiB), ("64m", 64 * MiB), ("1b", 1)])
            Comparison.Add([$"--shm-size={text}"], () => new() { ShmSizeBytes = bytes });
        foreach (var limit in (string[])
            ["nofile=1024", "nofile=1024:4096", "nofile=4096:1024", "core=-1", "nproc=-1:-1", "nofile=10:-1", "nofile=-1:10", "nofile",
             "nofile=", "nofile=a", "NOFILE=10", "bogus=1", "nofile=10:20:30", "cpu=0", "memlock=65536:65536"])
            Comparison.Add(["--ulimit", limit], () => new() { Ulimits = [limit] });
        Comparison.Add(["--cgroup-parent", "/tests"], () => new() { CgroupParent = "/tests" });

        (await Comparison.RunAsync()).Should().BeEmpty();
    }

    [DockerFact(Timeout = TimeLimit)]
    public async Task Restarts_health_checks_and_signals_are_validated_as_by_the_Docker_CLI()
    {
        foreach (var (text, policy, retries) in ((string, RestartPolicy, int?)[])
            [("no", RestartPolicy.No, null), ("always", RestartPolicy.Always, null), ("unless-stopped", RestartPolicy.UnlessStopped, null),
             ("on-failure", RestartPolicy.OnFailure, null), ("on-failure:3", RestartPolicy.OnFailure, 3),
                 ("on-failure:-1", RestartPolicy.OnFailure, -1),
             ("always:3", RestartPolicy.Always, 3)])
            Comparison.Add(["--restart", text], () => new() { Restart = policy, MaximumRetryCount = retries });
        Comparison.Add(["--rm"], () => new() { AutoRemove = true });
        Comparison.Add(["--rm", "--restart", "always"], () => new() { AutoRemove = true, Restart = RestartPolicy.Always });
        Comparison.Add(["--init"], () => new() { Init = true });
        Comparison.Add(["--no-healthcheck"], () => new() { HealthCheck = HealthCheck.None });
        foreach (var (text, interval) in ((string, TimeSpan)[])
            [("1s", TimeSpan.FromSeconds(1)), ("1ms", TimeSpan.FromMilliseconds(1)), ("1.5s", TimeSpan.FromSeconds(1.5)),
                ("1us", TimeSpan.FromMicroseconds(1)),
             ("2h", TimeSpan.FromHours(2)), ("-1s", TimeSpan.FromSeconds(-1))])
        {
            Comparison.Add(["--health-cmd", "true", $"--health-interval={text}"],
                () => new() { HealthCheck = HealthCheck.Shell("true") with { Interval = interval } });
            Comparison.Add(["--health-cmd", "true", $"--health-timeout={text}"],
                () => new() { HealthCheck = HealthCheck.Shell("true") with { Timeout = interval } });
            Comparison.Add(["--health-cmd", "true", $"--health-start-period={text}"],
                () => new() { HealthCheck = HealthCheck.Shell("true") with { StartPeriod = interval } });
        }

        foreach (var retries in (int[])[1, 5, -1])
            Comparison.Add(["--health-cmd", "true", $"--health-retries={retries}"],
                () => new() { HealthCheck = HealthCheck.Shell("true") with { Retries = retries } });
        foreach (var signal in (string[])["SIGINT", "INT", "int", "9", "SIGKILL", "RTMIN+3", "SIGRTMAX-1", "64", "0", "NOPE"])
            Comparison.Add([$"--stop-signal={signal}"], () => new() { StopSignal = signal });
        // The engine stores them, and the first stop fails.
        foreach (var signal in (string[])["65", "-1", ""])
            Comparison.Add([$"--stop-signal={signal}"], () => new() { StopSignal = signal }, except: Refused);
        foreach (var seconds in (int[])[0, 1, 30, 3600])
            Comparison.Add([$"--stop-timeout={seconds}"], () => new() { StopTimeout = TimeSpan.FromSeconds(seconds) });
        Comparison.Add(["--stop-timeout=-1"], () => new() { StopTimeout = Timeout.InfiniteTimeSpan });

        (await Comparison.RunAsync()).Should().BeEmpty();
    }

    [DockerFact(Timeout = TimeLimit)]
    public async Task Processes_environment_and_labels_are_validated_as_by_the_Docker_CLI()
    {
        foreach (var (name, value) in ((string, string)[])
            [("A", "b"), ("A", ""), ("A", "b=c"), ("a.b-c", "x"), ("A B", "c d"), ("", "x"), ("Ä", "ö"),
                ("A", "line\nbreak"), ("A", "$HOME"), ("A", "\"q\"")])
        {
            Comparison.Add(["-e", $"{name}={value}"], () => new() { Environment = new Dictionary<string, string> { [name] = value } });
            Comparison.Add(["-l", $"{name}={value}"], () => new() { Labels = new Dictionary<string, string> { [name] = value } });
        }

        foreach (var folder in (string[])["/", "/tmp", "/does/not/exist", "tmp", "", "/a b", "/a/../b", "/größe"])
            Comparison.Add([$"--workdir={folder}"], () => new() { WorkingDirectory = folder });
        foreach (var user in (string[])["root", "0", "1000:1000", "nobody:nogroup", "no-such-user", "-1", "1:2:3", ""])
            Comparison.Add([$"--user={user}"], () => new() { User = user });
        foreach (var host in (string[])["web", "web.example.org", "UPPER", "under_score", "a b", "-web", new string('h', 64), "größe"])
            Comparison.Add([$"--hostname={host}"], () => new() { Hostname = host });
        Comparison.Add(["--domainname", "example.org"], () => new() { DomainName = "example.org" });
        Comparison.Add(["--entrypoint", "/bin/sh"], () => new() { Entrypoint = ["/bin/sh"] });
        Comparison.Add(["--entrypoint", ""], () => new() { Entrypoint = [] });
        Comparison.Add(["-t"], () => new() { Tty = true });
        Comparison.Add(["-i"], () => new() { OpenStdin = true });
        foreach (var groups in (string[][])[["audio"], ["1", "2"], ["no-such-group"]])
            Comparison.Add([.. groups.SelectMany(g => (string[])["--group-add", g])], () => new() { Groups = groups });
        foreach (var name in (string[])["a", "ab", "-ab", "a b", "a/b", "a.b_c-d", "größe", "AB"])
            Comparison.Add([$"--name={(name.Length > 0 ? name + Unique("") : "")}"], () => new() { Name = name + Unique("") });

        (await Comparison.RunAsync()).Should().BeEmpty();
    }

    [DockerFact(Timeout = TimeLimit)]
    public async Task Security_options_and_devices_are_validated_as_by_the_Docker_CLI()
    {
        Comparison.Add(["--privileged"], () => new() { Privileged = true });
        Comparison.Add(["--read-only"], () => new() { ReadOnlyRoot = true });
        foreach (var capability in (string[])["NET_ADMIN", "CAP_NET_ADMIN", "net_admin", "ALL", "all", "BOGUS", ""])
        {
            Comparison.Add([$"--cap-add={capability}"], () => new() { AddCapabilities = [capability] });
            Comparison.Add([$"--cap-drop={capability}"], () => new() { DropCapabilities = [capability] });
        }

        foreach (var option in (string[])
            ["no-new-privileges", "no-new-privileges:true", "no-new-privileges=false", "seccomp=unconfined",
                "seccomp=/no/such/file", "label=disable",
             "label:type:svirt_t", "bogus", "bogus=1", ""])
            Comparison.Add([$"--security-opt={option}"], () => new() { SecurityOptions = [option] });
        // Docker reads a file of this name. The library takes the text of the profile.
        Comparison.Add(["--security-opt=seccomp={}"], () => new() { SecurityOptions = ["seccomp={}"] }, except: Accepted);
        foreach (var device in (string[])
            ["/dev/null", "/dev/null:/dev/x", "/dev/null:r", "/dev/null:/dev/x:rw", "/dev/null:/dev/x:z", "/dev/null:rwmr",
                "null", "/dev/null:/dev/x:rwm:y",
             "/dev/no-such", "", "/dev/null:x"])
            Comparison.Add([$"--device={device}"], () => new() { Devices = [device] });
        foreach (var (name, value) in ((string, string)[])
            [("net.ipv4.ip_forward", "1"), ("kernel.msgmax", "1"), ("net.core.somaxconn", ""), ("vm.swappiness", "1"), ("bogus", "1")])
            Comparison.Add(["--sysctl", $"{name}={value}"], () => new() { Sysctls = new Dictionary<string, string> { [name] = value } });
        foreach (var mode in (string[])["host", "private", "container:", "bogus", "container:no-such"])
            Comparison.Add([$"--pid={mode}"], () => new() { PidMode = mode });
        foreach (var mode in (string[])["host", "private", "shareable", "none", "container:no-such"])
            Comparison.Add([$"--ipc={mode}"], () => new() { IpcMode = mode });
        // The engine stores them, and the start fails.
        foreach (var mode in (string[])["bogus", "container:"])
            Comparison.Add([$"--ipc={mode}"], () => new() { IpcMode = mode }, except: Refused);
        foreach (var mode in (string[])["host", "bogus"])
        {
            Comparison.Add([$"--uts={mode}"], () => new() { UtsMode = mode });
            Comparison.Add([$"--userns={mode}"], () => new() { UsernsMode = mode });
        }

        foreach (var runtime in (string[])["runc", "no-such"]) Comparison.Add([$"--runtime={runtime}"], () => new() { Runtime = runtime });
        foreach (var driver in (string[])["json-file", "local", "none", "no-such"])
            Comparison.Add([$"--log-driver={driver}"], () => new() { LogDriver = driver });
        foreach (var (name, value) in ((string, string)[])[("max-size", "10m"), ("max-size", "a"), ("bogus", "1"), ("max-file", "3")])
            Comparison.Add(["--log-driver=json-file", "--log-opt", $"{name}={value}"],
                () => new() { LogDriver = new LogDriver("json-file") { Options = new Dictionary<string, string> { [name] = value } } });

        (await Comparison.RunAsync()).Should().BeEmpty();
    }

    [DockerFact(Timeout = TimeLimit)]
    public async Task Networks_and_hosts_are_validated_as_by_the_Docker_CLI()
    {
        await using var network = await Network.Create(new NetworkSpec { Name = Unique("net"), Subnets = ["10.231.0.0/24"] })
            .ExecuteAsync(Token);
        foreach (var name in (string[])["host", "none", "bridge", "default", "container:no-such", "container:", network.Name])
            Comparison.Add([$"--network={name}"], () => new() { Networks = [name] });
        foreach (var alias in (string[])["db", "a.b", "UPPER", "under_score", "größe"])
            Comparison.Add([$"--network={network.Name}", $"--network-alias={alias}"],
                () => new() { Networks = [new NetworkAttachment(network.Name) { Aliases = [alias] }] });
        foreach (var address in (string[])["10.231.0.9", "10.231.0.0", "10.9.9.9", "::1"])
            Comparison.Add([$"--network={network.Name}", $"--ip={address}"],
                () => new() { Networks = [new NetworkAttachment(network.Name) { IPv4Address = IPAddress.Parse(address) }] });
        // The engine stores it, and the start fails.
        Comparison.Add(["--ip=10.1.2.3"],
            () => new() { Networks = [new NetworkAttachment("bridge") { IPv4Address = IPAddress.Parse("10.1.2.3") }] }, except: Refused);
        foreach (var (name, address) in ((string, string)[])[("db", "10.0.0.1"), ("db", "::1"), ("a.b.c", "1.2.3.4"), ("a_b", "1.2.3.4")])
            Comparison.Add(["--add-host", $"{name}:{address}"],
                () => new() { ExtraHosts = new Dictionary<string, IPAddress> { [name] = IPAddress.Parse(address) } });
        Comparison.Add(["--add-host", "gate:host-gateway"], () => new() { HostGatewayAlias = "gate" });
        foreach (var server in (string[])["1.1.1.1", "::1"])
            Comparison.Add([$"--dns={server}"], () => new() { DnsServers = [IPAddress.Parse(server)] });
        foreach (var domain in (string[])["example.org", ".", "a b", "-x", ""])
            Comparison.Add([$"--dns-search={domain}"], () => new() { DnsSearch = [domain] });
        foreach (var option in (string[])["ndots:2", "timeout:1", "bogus"])
            Comparison.Add([$"--dns-option={option}"], () => new() { DnsOptions = [option] });
        // Docker discards the port with a warning.
        Comparison.Add(["--network=host", "-p", "80:80"], () => new() { Networks = ["host"], Publish = ["80:80"] }, except: Refused);
        Comparison.Add(["--network=host", "--mac-address=02:42:ac:11:00:02"],
            () => new() { Networks = ["host"], MacAddress = PhysicalAddress.Parse("02:42:ac:11:00:02") }, except: Refused);
        Comparison.Add(["--uts=host", "--hostname=web"], () => new() { UtsMode = "host", Hostname = "web" });

        (await Comparison.RunAsync()).Should().BeEmpty();
    }

    [DockerFact(Timeout = TimeLimit)]
    public async Task Mounts_are_validated_as_by_the_Docker_CLI()
    {
        using var folder = new TemporaryFolder();
        await using var volume = await Volume.Create(new VolumeSpec { Name = Unique("vol") }).ExecuteAsync(Token);
        foreach (var target in (string[])["/data", "/data/", "data", "", "/", "/a b", "/größe", "//data", "/data/../x", "/a:b"])
        {
            Comparison.Add(["--mount", $"type=bind,source={folder.Path},target={target}"], () =>
                new() { Mounts = [Mount.Bind(folder.Path, target)] });
            Comparison.Add(["--mount", $"type=volume,source={volume.Name},target={target}"], () =>
                new() { Mounts = [Mount.Volume(volume.Name, target)] });
            Comparison.Add(["--mount", $"type=volume,target={target}"], () => new() { Mounts = [Mount.Volume(target)] });
        }

        foreach (var source in (string[])["/no/such/folder", "relative", "./relative", "", "/dev/null"])
            Comparison.Add(["--mount", $"type=bind,source={source},target=/data"], () => new() { Mounts = [Mount.Bind(source, "/data")] });
        foreach (var name in (string[])["a", "-ab", "a b", "a/b", "größe"])
            Comparison.Add(["--mount", $"type=volume,source={name},target=/data"], () => new() { Mounts = [Mount.Volume(name, "/data")] });
        Comparison.Add(["--mount", $"type=bind,source={folder.Path},target=/data,readonly"],
            () => new() { Mounts = [Mount.Bind(folder.Path, "/data") with { ReadOnly = true }] });
        Comparison.Add(["--mount", $"type=volume,source={volume.Name},target=/data,volume-nocopy"],
            () => new() { Mounts = [Mount.Volume(volume.Name, "/data") with { NoCopy = true }] });
        Comparison.Add(["--mount", "type=tmpfs,target=/data"], () => new() { Mounts = [Mount.Tmpfs("/data")] });
        Comparison.Add(["--mount", "type=tmpfs,target=/data,tmpfs-size=16777216,tmpfs-mode=0700"],
            () => new() { Mounts = [Mount.Tmpfs("/data") with { SizeBytes = 16 << 20, Mode = OwnerOnly }] });
        // Docker drops one of the two.
        Comparison.Add(["-v", "/data", "-v", "/data"], () =>
            new() { Mounts = [Mount.Volume("/data"), Mount.Volume("/data")] }, except: Refused);

        (await Comparison.RunAsync()).Should().BeEmpty();
    }

    [DockerFact(Timeout = TimeLimit)]
    public async Task Platforms_are_parsed_as_by_the_Docker_CLI()
    {
        foreach (var platform in (string[])
            ["linux/amd64", "linux", "amd64", "linux/x86_64", "LINUX/AMD64", "linux/arm64", "linux/arm64/v8",
                "linux/amd64/v1", "windows/amd64", "bogus",
             "linux/", "/amd64", "a/b/c/d", "linux/a b"])
            Comparison.Add([$"--platform={platform}", "--pull=never"], () => new() { Platform = platform });
        // The default platform is null in the library.
        Comparison.Add(["--platform=", "--pull=never"], () => new() { Platform = "" }, except: Refused);

        (await Comparison.RunAsync()).Should().BeEmpty();
    }
}
