namespace ContainerKit.Swarm.Tests.Services;

public sealed class DeployTests : SwarmTest
{
    // SIGKILL, because a process 1 without a handler ignores SIGTERM; the short monitor time is that of the convergence.
    private static readonly ServiceSpec _sleeper = new("sleep", "infinity")
    {
        StopSignal = "SIGKILL",
        Update = new UpdatePolicy { Monitor = TimeSpan.FromSeconds(1) },
        EndpointMode = EndpointMode.Dnsrr,
        ConvergenceTimeout = TimeSpan.FromSeconds(60),
    };

    [SwarmFact]
    public async Task Deployed_service_has_its_replicas_on_the_nodes()
    {
        var name = Unique("web");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper with { Replicas = 3, MaxReplicasPerNode = 1 })
            .On(Manager).ExecuteAsync(Token);

        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "--format", "{{.Mode}} {{.Replicas}}"))
            .Should().Be("replicated 3/3 (max 1 per node)");
        var tasks = await service.TasksAsync(Token);
        tasks.Should().HaveCount(3).And.OnlyContain(task => task.State == ServiceTaskState.Running && task.ContainerId.Length > 0);
        tasks.Select(task => $"{name}.{task.Slot} {task.Node}").Should().BeEquivalentTo(
            await SwarmCli.GetLinesAsync("service", "ps", name, "--format", "{{.Name}} {{.Node}}"));
        tasks.Select(task => task.Node).Should().OnlyHaveUniqueItems();
        var details = await service.InspectAsync(Token);
        details.Should().Match<ServiceDetails>(it => it.Name == name && it.Mode == ServiceMode.Replicated && it.Replicas == 3);
    }

    [SwarmFact]
    public async Task Disposed_service_is_removed_and_its_tasks_have_stopped()
    {
        var name = Unique("gone");
        var service = await Image.Pull(Busybox).Deploy(name, _sleeper).On(Manager).ExecuteAsync(Token);

        await service.DisposeAsync();

        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().BeEmpty();
        var inspect = () => service.InspectAsync(Token);
        await inspect.Should().ThrowAsync<ServiceNotFoundException>();
        await service.RemoveAsync(Token);
        await service.DisposeAsync();
    }

    [SwarmFact]
    public async Task Scaled_service_has_the_new_number_of_tasks()
    {
        var name = Unique("scale");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper).On(Manager).ExecuteAsync(Token);

        await service.ScaleAsync(4, Token);

        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "--format", "{{.Replicas}}")).Should().Be("4/4");
        (await service.TasksAsync(Token)).Count(task => task.State == ServiceTaskState.Running).Should().Be(4);
    }

    [SwarmFact]
    public async Task Global_service_has_one_task_on_each_node()
    {
        var name = Unique("global");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper with { Mode = ServiceMode.Global })
            .On(Manager).ExecuteAsync(Token);

        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "--format", "{{.Mode}} {{.Replicas}}"))
            .Should().Be("global 3/3");
        (await service.TasksAsync(Token)).Select(task => task.Node).Should().HaveCount(3).And.OnlyHaveUniqueItems();
    }

    [SwarmFact]
    public async Task Services_on_an_overlay_network_reach_each_other_over_nodes()
    {
        await using var network = await OverlayNetwork.Create(Unique("net")).On(Manager).ExecuteAsync(Token);
        var server = Unique("server");
        await using var service = await Image.Pull(Busybox).Deploy(server, _sleeper with
        {
            Command = ["sh", "-c", "mkdir /www; hostname > /www/index.html; httpd -f -p 80 -h /www"],
            Hostname = "{{.Node.Hostname}}",
            Networks = [network],
            Replicas = 1,
        }).On(Manager).ExecuteAsync(Token);
        var node = (await service.TasksAsync(Token)).Single().Node;

        var result = await Image.Pull(Busybox).RunJob(JobSpec.Repeat(3, "sh", "-c", $"timeout 20 wget -q -O - http://{server}/") with
        {
            Service = new ServiceSpec { Networks = [network], MaxReplicasPerNode = 1 },
            Retries = 2,
        }).On(Manager).ExecuteAsync(Token);

        result.EnsureSuccess().Tasks.Should().OnlyContain(task => task.Stdout.Trim() == node);
    }

    [SwarmFact]
    public async Task Port_in_host_mode_is_published_on_the_node_of_the_task()
    {
        await using var service = await Image.Pull(Busybox).Deploy(Unique("port"), _sleeper with
        {
            Command = ["sh", "-c", "mkdir /www; echo hello > /www/index.html; httpd -f -p 80 -h /www"],
            Mode = ServiceMode.Global,
            Publish = ["published=18080,target=80,mode=host"],
        }).On(Manager).ExecuteAsync(Token);

        using var http = new HttpClient();
        foreach (var address in SwarmNodes.Addresses)
            (await http.GetStringAsync(new Uri($"http://{address}:18080/"), Token)).Trim().Should().Be("hello");
        (await service.InspectAsync(Token)).Ports.Should().Equal(new ServicePort(80, 18080, PortProtocol.Tcp, PublishMode.Host));
    }

    [SwarmFact]
    public async Task Port_in_ingress_mode_is_published_on_all_nodes()
    {
        Assert.SkipUnless(SwarmNodes.HasIpvs, "The kernel has no IP_VS, which the ingress network needs.");
        await using var service = await Image.Pull(Busybox).Deploy(Unique("ingress"), _sleeper with
        {
            Command = ["sh", "-c", "mkdir /www; echo hello > /www/index.html; httpd -f -p 80 -h /www"],
            EndpointMode = EndpointMode.Vip,
            Publish = ["18081:80"],
        }).On(Manager).ExecuteAsync(Token);

        using var http = new HttpClient();
        foreach (var address in SwarmNodes.Addresses)
            (await http.GetStringAsync(new Uri($"http://{address}:18081/"), Token)).Trim().Should().Be("hello");
    }

    [SwarmFact]
    public async Task Name_of_another_service_throws_NameConflict_and_keeps_that_service()
    {
        var name = Unique("taken");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper with { Detach = true }).On(Manager).ExecuteAsync(Token);

        var deploy = () => Image.Pull(Busybox).Deploy(name, _sleeper).On(Manager).ExecuteAsync(Token);

        var error = (await deploy.Should().ThrowAsync<NameConflictException>()).Which;
        error.Name.Should().Be(name);
        error.RemovedResources.Should().BeEmpty("nothing was created");
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().NotBeEmpty();
    }

    [SwarmFact]
    public async Task Constraint_that_no_node_meets_throws_NoSuitableNode_with_the_reason_of_the_scheduler()
    {
        var name = Unique("nowhere");
        var deploy = () => Image.Pull(Busybox).Deploy(
            name, _sleeper with { Constraints = ["node.labels.disk==fast"], ConvergenceTimeout = TimeSpan.FromSeconds(10) })
            .On(Manager).ExecuteAsync(Token);

        var failure = (await deploy.Should().ThrowAsync<NoSuitableNodeException>()).Which;

        failure.Message.Should().Contain("scheduling constraints not satisfied on 3 nodes");
        failure.RemovedResources.Should().ContainSingle(resource => resource.Contains(name, StringComparison.Ordinal));
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().BeEmpty();
    }

    [SwarmFact]
    public async Task Image_that_a_node_cannot_get_throws_TaskImageNotFound_with_the_node()
    {
        // Only the first node has this name of the image.
        var image = $"{Unique("local")}:1";
        await Image.Pull(Busybox).Tag(image).On(Manager).ExecuteAsync(Token);
        try
        {
            var node = await SwarmCli.GetOutputAsync(2, "info", "--format", "{{.Name}}");
            var deploy = () => Image.Local(image).Deploy(Unique("missing"), _sleeper with
            {
                Constraints = [$"node.hostname=={node}"],
                ConvergenceTimeout = TimeSpan.FromSeconds(15),
            }).On(Manager).ExecuteAsync(Token);

            (await deploy.Should().ThrowAsync<TaskImageNotFoundException>()).Which.Message.Should().Contain(node).And.Contain(image);
        }
        finally
        {
            await SwarmCli.TryAsync(1, "image", "rm", image);
        }
    }

    [SwarmFact]
    public async Task Missing_network_secret_or_config_throws_before_a_service_is_created()
    {
        var name = Unique("refs");
        Func<ServiceSpec, Func<Task>> deploy = spec => () => Image.Pull(Busybox).Deploy(name, spec).On(Manager).ExecuteAsync(Token);

        await deploy(_sleeper with { Networks = [Unique("n")] }).Should().ThrowAsync<NetworkNotFoundException>();
        await deploy(_sleeper with { Secrets = [Unique("s")] }).Should().ThrowAsync<SecretNotFoundException>();
        await deploy(_sleeper with { Configs = [Unique("c")] }).Should().ThrowAsync<ConfigNotFoundException>();
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().BeEmpty();
    }

    [SwarmFact]
    public async Task Plan_that_fails_removes_the_service_and_its_network()
    {
        var (name, network) = (Unique("plan"), Unique("plannet"));
        var plan = Plan.Create("deploy and fail", async context =>
        {
            var created = await context.RunAsync(OverlayNetwork.Create(network));
            await context.RunAsync(Image.Pull(Busybox).Deploy(name, _sleeper with { Networks = [created] }));
            return await Task.FromException<int>(new InvalidOperationException("the next step fails"));
        }).On(Manager);

        var run = () => plan.ExecuteAsync(Token);

        await run.Should().ThrowAsync<InvalidOperationException>().WithMessage("the next step fails");
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().BeEmpty();
        (await SwarmCli.GetOutputAsync("network", "ls", "--filter", $"name={network}", "-q")).Should().BeEmpty();
    }

    [SwarmFact]
    public async Task Plan_without_the_service_in_its_result_removes_the_service()
    {
        var name = Unique("unused");
        var id = await Plan.Create("deploy", async context =>
            (await context.RunAsync(Image.Pull(Busybox).Deploy(name, _sleeper with { Detach = true }))).Id).On(Manager).ExecuteAsync(Token);

        id.Should().NotBeEmpty();
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().BeEmpty();
    }

    [SwarmFact]
    public async Task Canceled_deployment_leaves_no_service()
    {
        // Each delay cancels at another step: before the image is resolved, at the create request, while the tasks start.
        foreach (var delay in (int[])[0, 5, 20, 60, 200, 1000])
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var spec = _sleeper with { Constraints = ["node.labels.disk==fast"] };
            var deployment = Image.Pull(Busybox).Deploy(Unique($"cancel{delay}"), spec).On(Manager).ExecuteAsync(cancel.Token);
            cancel.CancelAfter(delay);

            await ((Func<Task>)(() => deployment)).Should().ThrowAsync<OperationCanceledException>();
        }

        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={Unique("cancel")[..9]}", "-q")).Should().BeEmpty();
    }

    [SwarmFact]
    public async Task Found_service_is_not_removed_when_its_handle_is_disposed()
    {
        var name = Unique("found");
        await using var service = await Image.Pull(Busybox).Deploy(name, _sleeper with { Detach = true }).On(Manager).ExecuteAsync(Token);

        await using (var found = await Manager.FindServiceAsync(name, Token)) found.Id.Should().Be(service.Id);

        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"name={name}", "-q")).Should().NotBeEmpty();
    }

    [SwarmFact]
    public async Task Services_with_a_label_are_listed_and_removed_together()
    {
        var label = Unique("label");
        var spec = _sleeper with { Detach = true, Labels = new Dictionary<string, string> { [label] = "x" } };
        await using var first = await Image.Pull(Busybox).Deploy(Unique("first"), spec).On(Manager).ExecuteAsync(Token);
        await using var second = await Image.Pull(Busybox).Deploy(Unique("second"), spec).On(Manager).ExecuteAsync(Token);

        (await Manager.ListServicesAsync(label, Token)).Select(service => service.Id).Should().BeEquivalentTo(first.Id, second.Id);
        (await Manager.RemoveServicesAsync($"{label}=x", Token)).Should().BeEquivalentTo(first.Name, second.Name);
        (await SwarmCli.GetOutputAsync("service", "ls", "--filter", $"label={label}", "-q")).Should().BeEmpty();
    }
}
