using System.Globalization;

namespace ContainerKit.Swarm.Tests.Stacks;

/// <summary>Stacks, compared with <c>docker stack</c>.</summary>
public sealed class StackTests : SwarmTest
{
    private static ServiceSpec Sleeper => new("sleep", "infinity") { StopGracePeriod = TimeSpan.Zero, EndpointMode = EndpointMode.Dnsrr };

    [SwarmFact]
    public async Task Stack_is_deployed_seen_by_the_Docker_CLI_and_removed_as_a_whole()
    {
        var name = Unique("shop");
        var stack = await SwarmStack.Deploy(new StackSpec(name)
        {
            Secrets = [new SecretSpec("password", "planted")],
            Configs = [new ConfigSpec("site", "planted")],
            Networks = [new NetworkSpec { Name = "back" }],
            Services =
            [
                new StackService("web", Image.Pull(Busybox), Sleeper with { Replicas = 2, Networks = ["back"] }),
                new StackService(
                    "cache", Image.Pull(Busybox), Sleeper with { Networks = ["back"], Secrets = ["password"], Configs = ["site"] }),
            ],
        }).On(Manager).ExecuteAsync(Token);

        (await SwarmCli.GetLinesAsync("stack", "ls", "--format", "{{.Name}} {{.Services}}")).Should().Contain($"{name} 2");
        (await SwarmCli.GetLinesAsync("stack", "services", name, "--format", "{{.Name}} {{.Replicas}}"))
            .Should().BeEquivalentTo($"{name}_web 2/2", $"{name}_cache 1/1");
        (await Manager.ListStacksAsync(Token)).Should().Contain(new StackSummary(name, 2));
        (await stack.ListServicesAsync(Token)).Select(service => service.Name).Should().BeEquivalentTo($"{name}_web", $"{name}_cache");
        (await stack.TasksAsync(Token)).Should().HaveCount(3).And.OnlyContain(task => task.State == ServiceTaskState.Running);
        var task = (await (await stack.FindServiceAsync("cache", Token)).TasksAsync(Token)).Single();
        (await (await Manager.FindNodeAsync(task.NodeId, Token)).TasksAsync(Token)).Should().Contain(each => each.Id == task.Id);

        // A service reaches another one by its name in the stack, and reads its secret and its config.
        var node = int.Parse(task.Node[^1..], CultureInfo.InvariantCulture);
        (await SwarmCli.GetOutputAsync(node, "exec", task.ContainerId, "cat", "/run/secrets/password")).Should().Be("planted");
        (await SwarmCli.GetOutputAsync(node, "exec", task.ContainerId, "cat", "/site")).Should().Be("planted");
        (await SwarmCli.GetOutputAsync(node, "exec", task.ContainerId, "nslookup", "web")).Should().Contain("Address");

        await stack.DisposeAsync();

        (await SwarmCli.GetLinesAsync("stack", "ls", "--format", "{{.Name}}")).Should().NotContain(name);
        (await FindObjectsAsync(name)).Should().BeEmpty();
        await stack.DisposeAsync();
    }

    [SwarmFact]
    public async Task Stack_of_the_Docker_CLI_is_found_and_removed()
    {
        var name = Unique("compose");
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "stack.yml");
        await File.WriteAllTextAsync(file, """
            version: "3.8"
            services:
              web:
                image: busybox
                command: [sleep, infinity]
                stop_grace_period: 0s
                configs: [site]
            configs:
              site:
                file: ./stack.yml
            """, Token);
        await SwarmCli.GetOutputAsync("stack", "deploy", "--compose-file", file, name);

        var stack = await SwarmStack.Find(name).On(Manager).ExecuteAsync(Token);
        await stack.DisposeAsync();
        (await stack.ListServicesAsync(Token)).Should().ContainSingle("disposing a handle that was found removes nothing");
        (await stack.FindServiceAsync("web", Token)).Name.Should().Be($"{name}_web");
        await stack.RemoveAsync(Token);

        (await SwarmCli.GetLinesAsync("stack", "ls", "--format", "{{.Name}}")).Should().NotContain(name);
        (await FindObjectsAsync(name)).Should().BeEmpty();
        await stack.RemoveAsync(Token);
    }

    [SwarmFact]
    public async Task Stack_with_a_service_that_fails_removes_everything()
    {
        var name = Unique("broken");
        var deploy = () => SwarmStack.Deploy(new StackSpec(name)
        {
            Configs = [new ConfigSpec("site", "x")],
            Services =
            [
                new StackService("web", Image.Pull(Busybox), Sleeper),
                new StackService("broken", Image.Pull(Busybox), Sleeper with { Secrets = ["no-such-secret"] }),
            ],
        }).On(Manager).ExecuteAsync(Token);

        var error = (await deploy.Should().ThrowAsync<SecretNotFoundException>()).Which;

        error.RemovedResources.Should().Contain($"config {name}_site");
        (await FindObjectsAsync(name)).Should().BeEmpty();
    }

    private static async Task<IReadOnlyList<string>> FindObjectsAsync(string stack)
    {
        var found = new List<string>();
        foreach (var kind in (string[])["service", "secret", "config", "network"])
        {
            found.AddRange(await SwarmCli.GetLinesAsync(
                kind, "ls", "--format", "{{.Name}}", "--filter", $"label=com.docker.stack.namespace={stack}"));
        }

        return found;
    }
}
