using System.Globalization;

namespace ContainerKit.Engine.Tests.Containers;

/// <summary>The columns and filters of <c>docker ps</c>.</summary>
public sealed class ListTests : EngineTest
{
    private string Label => $"{Mark.Single().Key}={Mark.Single().Value}";

    [DockerFact]
    public async Task Container_list_has_the_columns_of_docker_ps()
    {
        await using var container = await Image.Pull(Busybox).Run(
            Spec("sleep", "infinity") with
            {
                Name = Unique("listed"),
                Publish = [80, "81/udp"],
                Customize = request => request.ExposedPorts!["82/tcp"] = default!,
            });
        await container.ExecAsync(["sh", "-c", "echo data > /written"], Token);

        var summary = (await Container.List(new() { Labels = [Label], Sizes = true })).Should().ContainSingle().Subject;

        var columns = (await DockerCli.GetOutputAsync(
            "ps", "--no-trunc", "--size", "--filter", "label=" + Label, "--format",
            "{{.ID}}\t{{.Names}}\t{{.Image}}\t{{.Command}}\t{{.Status}}\t{{.State}}\t{{.Networks}}\t{{.CreatedAt}}"))
            .Split('\t');
        summary.Id.Should().Be(columns[0]).And.Be(container.Id);
        summary.Names.Should().Equal(columns[1]);
        summary.Name.Should().Be(Unique("listed"));
        ImageReference.Parse(summary.Image).Should().Be(ImageReference.Parse(columns[2]));
        $"\"{summary.Command}\"".Should().Be(columns[3]);
        summary.Status.Should().StartWith("Up ");
        summary.State.Should().Be(ContainerState.Running);
        columns[5].Should().Be("running");
        summary.Networks.Keys.Should().Equal(columns[6]);
        summary.CreatedAt.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).Should().Be(
            DateTimeOffset.Parse(string.Join(' ', columns[7].Split(' ')[..3]), CultureInfo.InvariantCulture)
                .ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        summary.ImageId.Should().Be((await InspectAsync(container.Id)).GetProperty("Image").GetString());
        summary.Ports.Select(port => (port.ContainerPort, port.Protocol))
            .Should().BeEquivalentTo([(80, PortProtocol.Tcp), (81, PortProtocol.Udp)]);
        summary.Ports.Should().OnlyContain(port => port.HostPort > 0 && port.HostAddress != null);
        // Podman lists only published ports.
        summary.ExposedPorts.Should().BeSubsetOf([new ExposedPort(82)]);
        summary.Labels.Should().Contain(Mark);
        summary.Networks.Values.Single().Address.Should().Be((await container.InspectAsync(Token)).IPAddress);
        summary.SizeBytes.Should().BeGreaterThanOrEqualTo(5);
        (await DockerCli.GetOutputAsync("inspect", "--size", "--format", "{{.SizeRw}} {{.SizeRootFs}}", container.Id))
            .Should().Be(string.Create(CultureInfo.InvariantCulture, $"{summary.SizeBytes} {summary.TotalSizeBytes}"));
        (summary.ExitCode, summary.Health).Should().Be((null, HealthStatus.None));
        summary.ToString().Should().StartWith($"{Unique("listed")} ({container.ShortId}): Up ").And.EndWith($", {summary.Image}");
    }

    [DockerFact]
    public async Task Container_list_has_only_running_containers_unless_filtered_otherwise()
    {
        await using var running = await SleeperAsync();
        await NextSecondAsync();
        await using var exited = await Image.Pull(Busybox).Run(Spec("sh", "-c", "exit 3"));
        await NextSecondAsync();
        await using var created = await Image.Pull(Busybox).Create(Spec("true"));
        await exited.WaitAsync(Token);

        // The engine responds to the wait a moment before its list has the new state.
        await UntilAsync(async () => !(await ListAsync(new())).Contains(exited.Id));
        (await ListAsync(new())).Should().Equal(running.Id);
        (await ListAsync(new() { All = true })).Should().Equal(created.Id, exited.Id, running.Id);
        (await ListAsync(new() { States = [ContainerState.Created, ContainerState.Exited] }))
            .Should().Equal(created.Id, exited.Id);
        (await ListAsync(new() { ExitCodes = [3, 4] })).Should().Equal(exited.Id);
        (await ListAsync(new() { ExitCodes = [0] })).Should().BeEmpty();
        (await ListAsync(new() { All = true, Before = exited.Name })).Should().Equal(running.Id);
        (await ListAsync(new() { All = true, Since = exited.Id })).Should().Equal(created.Id);
        (await ListAsync(new() { Names = [$"^{running.Name}$", $"^{exited.Name}$"] })).Should().Equal(running.Id);
        (await ListAsync(new() { All = true, Names = [exited.Name] })).Should().Equal(exited.Id);
        (await ListAsync(new() { All = true, Ancestors = [Busybox] })).Should().HaveCount(3);
        (await ListAsync(new() { All = true, Ancestors = ["no-such-image"] })).Should().BeEmpty();
        var image = (await DockerEngine.Default.FindImageAsync(Busybox, Token)).Id;
        (await ListAsync(new() { All = true, Ancestors = [image] })).Should().HaveCount(3);
        var network = (await running.InspectAsync(Token)).Networks.Keys.Single();
        (await ListAsync(new() { Networks = [network] })).Should().Equal(running.Id);
        (await ListAsync(new() { Networks = ["host"] })).Should().BeEmpty();
        (await DockerEngine.Default.ListContainersAsync(new ContainerFilter { All = true, Labels = [Label] }, Token))
            .Select(summary => (summary.State, summary.ExitCode))
            .Should().Equal((ContainerState.Created, null), (ContainerState.Exited, 3), (ContainerState.Running, null));

        var newest = await DockerEngine.Default.ListContainersAsync(new ContainerFilter { Limit = 1, Labels = [Label] }, Token);
        newest.Should().ContainSingle().Which.Id.Should().Be(created.Id);

        // Podman lists containers in no order, and with the second of their creation.
        static async Task NextSecondAsync()
        {
            var second = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            await UntilAsync(() => Task.FromResult(DateTimeOffset.UtcNow.ToUnixTimeSeconds() > second));
        }
    }

    [DockerFact]
    [Requires(EngineFeature.HealthChecks)]
    public async Task Containers_are_filtered_by_volume_and_health()
    {
        var spec = Spec("sleep", "infinity") with
        {
            Customize = request =>
            {
                request.Volumes = new Dictionary<string, Docker.DotNet.Models.EmptyStruct> { ["/data"] = default! };
                request.Healthcheck = new Docker.DotNet.Models.HealthcheckConfig
                {
                    Test = ["CMD", "true"],
                    Interval = TimeSpan.FromMilliseconds(100),
                };
            },
        };
        await using var container = await Image.Pull(Busybox).Run(spec);

        await UntilAsync(async () => (await ListAsync(new() { Health = [HealthStatus.Healthy] })).Count == 1);

        (await ListAsync(new() { Health = [HealthStatus.Unhealthy, HealthStatus.None] })).Should().BeEmpty();
        (await ListAsync(new() { Volumes = ["/data"] })).Should().Equal(container.Id);
        (await ListAsync(new() { Volumes = ["/elsewhere"] })).Should().BeEmpty();
        var summary = (await Container.List(new() { Labels = [Label] })).Single();
        summary.Health.Should().Be(HealthStatus.Healthy);
        summary.Mounts.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Type = "volume", Target = "/data", ReadOnly = false, Driver = "local" });
        (await ListAsync(new() { Volumes = [summary.Mounts[0].Name!] })).Should().Equal(container.Id);
    }

    [DockerFact]
    public async Task Disposing_a_listed_container_keeps_it_and_removing_it_removes_it()
    {
        await using var container = await SleeperAsync();
        var listed = (await Container.List(new() { Labels = [Label] })).Single().Container;

        (listed.Id, listed.Name, listed.IsOwned).Should().Be((container.Id, container.Name, false));
        (await listed.ExecAsync(["echo", "hi"], Token)).Stdout.Should().Be("hi\n");
        await listed.DisposeAsync();
        (await ContainersAsync("running")).Should().Equal(container.Id);

        await listed.RemoveAsync(Token);
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Listing_with_a_filter_that_the_engine_rejects_throws_EngineApiException()
    {
        await FluentActions.Awaiting(() =>
            DockerEngine.Default.ListContainersAsync(new ContainerFilter { Before = Unique("nobody") }, Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("Could not list containers*");
    }

    [DockerFact]
    public async Task Many_containers_can_be_listed()
    {
        var containers = await Plan.All([.. Enumerable.Range(0, 12).Select(_ => Image.Pull(Busybox).Create(Spec("true")))]);
        try
        {
            (await ListAsync(new() { All = true })).Should().BeEquivalentTo(containers.Select(container => container.Id));
        }
        finally
        {
            foreach (var container in containers) await container.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<string>> ListAsync(ContainerFilter filter) =>
        [.. (await DockerEngine.Default.ListContainersAsync(filter with { Labels = [Label] }, Token))
            .Select(summary => summary.Id)];
}
