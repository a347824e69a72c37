using System.Net;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>
/// The discovery of an engine by a process in a real container: at the sockets of other products, and in the containers that CI systems
/// create for jobs. The process uses no setting but those of the CI system.
/// </summary>
[Requires(EngineFeature.HostMounts)]
public sealed class ContainerDiscoveryTests : EngineTest
{
    private const string Socket = "/var/run/docker.sock";

    // Each product has another home, so that each process finds one socket only. The second column is a path in the home.
    public static TheoryData<string, string> Products => new()
    {
        { "Docker Desktop", ".docker/run/docker.sock" },
        { "Docker Desktop for Linux", ".docker/desktop/docker.sock" },
        { "Colima", ".colima/default/docker.sock" },
        { "Colima", ".config/colima/default/docker.sock" },
        { "OrbStack", ".orbstack/run/docker.sock" },
        { "Rancher Desktop", ".rd/docker.sock" },
        { "Lima", ".lima/docker/sock/docker.sock" },
        { "Podman machine", ".local/share/containers/podman/machine/podman.sock" },
    };

    [DockerFact]
    public async Task Socket_of_each_product_is_found_and_used()
    {
        var socket = await AppContainers.GetSocketAsync();
        var products = Products.Select(row => (Source: row.Data.Item1, Path: row.Data.Item2)).ToList();
        var mounts = products.Select((product, i) => Mount.Bind(socket, $"/homes/{i}/{product.Path}"))
            .Append(Mount.Bind(socket, "/runtime/docker.sock"))
            .Append(Mount.Bind(socket, "/podman/podman/podman.sock"))
            .Append(Mount.Bind(socket, "/machine/podman/podman-machine-default-api.sock"))
            .Append(Mount.Bind(socket, "/temporary/podman/podman-machine-default-api.sock"));
        var script = $"""
            for i in $(seq 0 {products.Count - 1}); do HOME=/homes/$i {AppContainers.Command} diagnose; done
            XDG_RUNTIME_DIR=/runtime {AppContainers.Command} diagnose
            XDG_RUNTIME_DIR=/podman {AppContainers.Command} diagnose
            XDG_RUNTIME_DIR=/machine {AppContainers.Command} diagnose
            TMPDIR=/temporary {AppContainers.Command} diagnose
            """;

        var lines = await RunAsync(Spec() with { Mounts = [.. mounts] }, script);

        lines.Where(line => !line.StartsWith("Missing ", StringComparison.Ordinal)).Should().Equal(
        [
            .. products.Select((product, i) => $"Used unix:///homes/{i}/{product.Path} {product.Source}"),
            "Used unix:///runtime/docker.sock rootless Docker",
            "Used unix:///podman/podman/podman.sock rootless Podman",
            "Used unix:///machine/podman/podman-machine-default-api.sock Podman machine",
            "Used unix:///temporary/podman/podman-machine-default-api.sock Podman machine",
        ]);
    }

    [DockerFact]
    public async Task Socket_without_the_right_to_use_it_is_reported_as_denied()
    {
        var socket = await AppContainers.GetSocketAsync();
        Assert.SkipWhen(
            !OperatingSystem.IsWindows() && File.GetUnixFileMode(socket).HasFlag(UnixFileMode.OtherWrite),
            $"Every user may use the engine at {socket}, so none is denied.");

        var lines = await RunAsync(
            Spec() with { User = "65534:65534", Mounts = [Mount.Bind(socket, Socket)] }, AppContainers.Command + " diagnose || true");

        lines.Should().Contain($"Denied unix://{Socket} the platform's socket").And.NotContain(line => line.StartsWith("Used "));
    }

    [DockerFact]
    public async Task Published_port_is_reached_from_a_container_of_the_default_network() =>
        // A GitLab job whose runner mounts the socket: https://docs.gitlab.com/ci/docker/using_docker_build/
        await ReachAsync(Spec(), ("CI", "true"), ("GITLAB_CI", "true"));

    [DockerFact]
    public async Task Published_port_is_reached_from_a_container_of_its_own_network()
    {
        // The containers of jobs of GitHub Actions and of Azure Pipelines are in a network of their own, with the socket mounted:
        // https://docs.github.com/en/actions/how-tos/write-workflows/choose-where-workflows-run/run-jobs-in-a-container and
        // https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/resources-containers-container (mapDockerSocket).
        await using var network = await Network.Create();

        await ReachAsync(Spec() with { Networks = [network] }, ("CI", "true"), ("GITHUB_ACTIONS", "true"), ("HOME", "/github/home"));
        await ReachAsync(Spec() with { Networks = [network] }, ("TF_BUILD", "True"), ("AGENT_OS", "Linux"));
    }

    [DockerFact]
    [Requires(EngineFeature.HostGateway)]
    public async Task Published_port_is_reached_under_the_gateway_name_of_the_host()
    {
        var lines = await ReachAsync(Spec() with { HostGatewayAlias = "host.docker.internal" });

        lines.Should().Contain("host host.docker.internal");
    }

    [DockerFact]
    public async Task Published_port_is_reached_on_loopback_from_a_container_with_the_network_of_the_host()
    {
        var lines = await ReachAsync(Spec() with { Networks = ["host"] });

        lines.Should().Contain("host 127.0.0.1");
    }

    // The engine with TLS pulls the image first, and another class may copy a gigabyte on it meanwhile.
    [DockerFact(Timeout = 180_000)]
    public async Task GitLab_job_with_a_Docker_service_and_TLS_reaches_its_engine_and_its_ports()
    {
        // The variables are those of https://docs.gitlab.com/ci/docker/docker_in_docker/. The engine is another one, at the address of
        // a service with the alias docker.
        var service = IPAddress.Parse(TlsEngine.ServiceAddress);
        var spec = Spec() with
        {
            ExtraHosts = new Dictionary<string, IPAddress> { ["docker"] = service },
            Mounts =
            [
                .. AppContainers.GetOpenSslMounts(),
                Mount.Bind(TlsEngine.Folder("client"), "/certs/client") with { ReadOnly = true },
            ],
        };

        var lines = await RunAsync(
            spec, AppContainers.Command + " reach", ("CI", "true"), ("GITLAB_CI", "true"), ("DOCKER_HOST", "tcp://docker:2376"),
            ("DOCKER_TLS_CERTDIR", "/certs"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/certs/client"),
            ("CK_IMAGE", TestRegistries.Open + "/library/busybox"));

        lines.Should().Equal("endpoint tcp://docker:2376", "host docker", "diagnosed docker", "page reached");
    }

    [DockerFact]
    [Requires(EngineFeature.HostGateway)]
    public async Task GitLab_job_with_a_Docker_service_without_TLS_reaches_its_engine_and_its_ports()
    {
        var socket = await AppContainers.GetSocketAsync();
        await using var network = await Network.Create();
        var service = IPAddress.Parse(
            await DockerCli.GetOutputAsync("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", network.Name));
        await using var relay = new TcpRelay(service, socket);

        var lines = await RunAsync(
            Spec() with { Networks = [network], ExtraHosts = new Dictionary<string, IPAddress> { ["docker"] = service } },
            AppContainers.Command + " reach", ("CI", "true"), ("GITLAB_CI", "true"), ("DOCKER_HOST", $"tcp://docker:{relay.Port}"),
            ("DOCKER_TLS_CERTDIR", ""));

        lines.Should().Equal($"endpoint tcp://docker:{relay.Port}", "host docker", "diagnosed docker", "page reached");
    }

    // Runs the app with the mounted socket, and returns its lines.
    private static async Task<IReadOnlyList<string>> ReachAsync(ContainerSpec spec, params (string Name, string Value)[] environment)
    {
        var mounts = spec.Mounts.Append(Mount.Bind(await AppContainers.GetSocketAsync(), Socket));
        var lines = await RunAsync(spec with { Mounts = [.. mounts] }, AppContainers.Command + " reach", environment);
        lines.Should().Contain($"endpoint unix://{Socket}").And.EndWith("page reached");
        lines[2].Should().Be(lines[1].Replace("host ", "diagnosed ", StringComparison.Ordinal));
        return lines;
    }

    private static async Task<IReadOnlyList<string>> RunAsync(
        ContainerSpec spec, string script, params (string Name, string Value)[] environment)
    {
        var output = await Image.Pull(Debian).Run(AppContainers.Create(spec, script, environment)).Output().ExecuteAsync(Token);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
