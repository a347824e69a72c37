namespace ContainerKit.Swarm.Tests.Services;

/// <summary>A spec that cannot work is refused when it is described, before any request.</summary>
public sealed class ServiceSpecTests
{
    public static TheoryData<ServiceSpec, string> Contradictions => new()
    {
        { new ServiceSpec { Mode = ServiceMode.Global, Replicas = 2 }, "one task on each node" },
        { new ServiceSpec { Mode = ServiceMode.GlobalJob, MaxReplicasPerNode = 2 }, "one task on each node" },
        { new ServiceSpec { MaxConcurrent = 2 }, "ReplicatedJob" },
        { new ServiceSpec { Mode = ServiceMode.ReplicatedJob, Update = new UpdatePolicy() }, "job" },
        { new ServiceSpec { Mode = ServiceMode.ReplicatedJob, Replicas = 0 }, "at least one task" },
        { new ServiceSpec { Rollback = new UpdatePolicy { FailureAction = UpdateFailureAction.Rollback } }, "cannot be rolled back" },
        { new ServiceSpec { EndpointMode = EndpointMode.Dnsrr, Publish = ["8080:80"] }, "endpoint mode Vip" },
        { new ServiceSpec { Publish = ["8080:80", "8080:81"] }, "published twice" },
        { new ServiceSpec { Publish = ["8000-8002:80", "8002:81"] }, "8002/Tcp is published twice" },
        { new ServiceSpec { EndpointMode = EndpointMode.Dnsrr, Publish = ["8000-8002:80"] }, "8000-8002:80/tcp is published on all nodes" },
        { new ServiceSpec { Publish = [new ServicePort(80) { LastTargetPort = 79 }] }, "80-79 must be ascending" },
        { new ServiceSpec { Publish = [new ServicePort(80) { LastPublishedPort = 8002 }] }, "0-8002 must be ascending, from 1" },
        {
            new ServiceSpec { Publish = [new ServicePort(80, 8000) { LastTargetPort = 82, LastPublishedPort = 8001 }] },
            "'8000-8001:80-82/tcp' publishes 3 container ports on 2 ports of the nodes"
        },
        { new ServiceSpec { Networks = ["a", "a"] }, "given twice" },
        { new ServiceSpec { Networks = ["container:x"] }, "network of a container" },
        { new ServiceSpec { Networks = ["host"], Publish = [80] }, "no ports can be published" },
        { new ServiceSpec { Networks = [new NetworkAttachment("a") { IPv4Address = System.Net.IPAddress.Loopback }] }, "no fixed address" },
        { new ServiceSpec { Mounts = [Mount.Volume("/data"), Mount.Tmpfs("/data/")] }, "Two mounts" },
        { new ServiceSpec { Secrets = ["key", new ServiceFileReference("other") { Target = "key" }] }, "Two secrets" },
        { new ServiceSpec { Configs = ["key", new ServiceFileReference("other") { Target = "key" }] }, "Two configs" },
        { new ServiceSpec { Ulimits = ["nofile=1", "nofile=2"] }, "given twice" },
        { new ServiceSpec { HealthCheck = HealthCheck.None with { Retries = 1 } }, "no timings" },
        { new ServiceSpec { GenericResources = new Dictionary<string, long> { ["gpu"] = 0 } }, "above 0" },
    };

    public static TheoryData<Action> InvalidValues => new()
    {
        () => _ = new ServiceSpec { Replicas = -1 },
        () => _ = new ServiceSpec { MaxConcurrent = 0 },
        () => _ = new ServiceSpec { MemoryBytes = 1 << 20 },
        () => _ = new ServiceSpec { Cpus = 0 },
        () => _ = new ServiceSpec { Constraints = ["node.role=worker"] },
        () => _ = new ServiceSpec { Constraints = ["node.colour==red"] },
        () => _ = new ServiceSpec { CredentialSpec = "x.json" },
        () => _ = new ServiceSpec { Isolation = "none" },
        () => _ = new ServiceSpec { Labels = new Dictionary<string, string> { ["containerkit.x"] = "" } },
        () => _ = new ServiceSpec { Environment = new Dictionary<string, string> { ["A=B"] = "" } },
        () => _ = new ServiceSpec { ConvergenceTimeout = TimeSpan.Zero },
        () => _ = new ServiceUpdate { ConvergenceTimeout = TimeSpan.FromSeconds(-2) },
        () => _ = new ServiceSpec("a", "b\0"),
        () => _ = new UpdatePolicy { MaxFailureRatio = 2 },
        () => _ = new UpdatePolicy { Parallelism = -1 },
        () => _ = new ServiceRestartPolicy { MaxAttempts = -1 },
        () => _ = new JobSpec([]),
        () => _ = JobSpec.Repeat(1) with { Retries = -1 },
        () => _ = JobSpec.Repeat(1) with { RetryDelay = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Contradiction_of_a_spec_is_refused_when_the_service_is_described(ServiceSpec spec, string reason)
    {
        var describe = () => Image.Pull("busybox").Deploy("web", spec);

        describe.Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
    }

    [Theory]
    [MemberData(nameof(InvalidValues))]
    public void Invalid_value_of_a_spec_is_refused(Action create) => create.Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("-a")]
    [InlineData("a_")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890abcd")]
    public void Service_name_that_the_engine_refuses_is_refused_when_described(string name)
    {
        var describe = () => Image.Pull("busybox").Deploy(name, new ServiceSpec());

        describe.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Job_whose_service_has_a_mode_is_refused_when_described()
    {
        var describe = () => Image.Pull("busybox").RunJob(JobSpec.Repeat(2) with { Service = new ServiceSpec { Replicas = 2 } });

        describe.Should().Throw<ArgumentException>().WithMessage("*JobSpec*");
    }

    [Theory]
    [InlineData("80", "target=80,protocol=tcp,mode=ingress")]
    [InlineData("8080:80/udp", "published=8080,target=80,protocol=udp,mode=ingress")]
    [InlineData("published=8080,target=80,mode=host", "published=8080,target=80,protocol=tcp,mode=host")]
    [InlineData("8000-8002:80-82", "8000-8002:80-82/tcp")]
    [InlineData("8000-8002:80/udp", "8000-8002:80/udp")]
    [InlineData("80-82", "80-82/tcp")]
    [InlineData("8000-8000:80-80", "published=8000,target=80,protocol=tcp,mode=ingress")]
    public void Port_has_the_formats_of_the_docker_cli(string text, string expected) =>
        ServicePort.Parse(text).ToString().Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:80:80")]
    [InlineData("80/icmp")]
    [InlineData("published=80")]
    [InlineData("target=80,mode=vip")]
    [InlineData("0")]
    [InlineData("70000")]
    public void Port_in_another_format_is_refused(string text)
    {
        var parse = () => ServicePort.Parse(text);

        parse.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Port_range_in_the_format_of_options_is_refused_with_the_other_format()
    {
        var parse = () => ServicePort.Parse("published=8000-8002,target=80-82,mode=host");

        parse.Should().Throw<ArgumentException>().WithMessage("*\"8000-8010:80-90\"*LastPublishedPort*");
    }

    [Fact]
    public void Spec_does_not_show_the_values_of_its_environment() =>
        new ServiceSpec("run") { Environment = new Dictionary<string, string> { ["PASSWORD"] = "hunter2" } }
            .ToString().Should().NotContain("hunter2");
}
