namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>The options of a spec for the process: command, entrypoint, environment, directory and user.</summary>
public sealed class ProcessSpecTests : EngineTest
{
    [DockerFact]
    public async Task Command_arguments_are_passed_to_the_process_unchanged() =>
        (await Image.Pull(Busybox).Run(Spec("printf", "[%s]", "a b", "$HOME", "", "'")).Output())
            .Should().Be("[a b][$HOME][][']");

    [DockerFact]
    public async Task Container_without_a_command_runs_the_command_of_its_image()
    {
        await using var container = await Image.Pull("redis:7").Run(Spec());

        (await container.InspectAsync(Token)).Command.Should().Equal("docker-entrypoint.sh", "redis-server");
    }

    [DockerFact]
    public async Task Command_is_passed_to_the_entrypoint() =>
        (await Image.Pull(Busybox).Run(Spec("b", "c") with { Entrypoint = ["echo", "a"] }).Output()).Should().Be("a b c\n");

    [DockerFact]
    public async Task Entrypoint_replaces_the_entrypoint_of_the_image() =>
        (await Image.Pull("redis:7").Run(Spec("hi") with { Entrypoint = ["echo"] }).Output()).Should().Be("hi\n");

    [DockerFact]
    public async Task Empty_entrypoint_clears_the_entrypoint_of_the_image()
    {
        await using var container = await Image.Pull("redis:7").Run(Spec("sleep", "infinity") with { Entrypoint = [] });

        (await container.InspectAsync(Token)).Command.Should().Equal("sleep", "infinity");
    }

    [DockerFact]
    public async Task Environment_is_added_to_the_environment_of_the_image()
    {
        var variables = new Dictionary<string, string> { ["WORD"] = "a=b c", ["EMPTY"] = "" };

        var lines = (await Image.Pull("redis:7").Run(Spec("env") with { Environment = variables }).Output()).Split('\n');

        lines.Should().Contain(["WORD=a=b c", "EMPTY="]).And.Contain(line => line.StartsWith("PATH="));
    }

    [DockerFact]
    public async Task Environment_values_do_not_appear_in_error_messages()
    {
        var plan = Image.Pull(Busybox).Run(Spec("no-such-command") with
        {
            Environment = new Dictionary<string, string> { ["KEY"] = PlantedSecrets.EnvironmentValue },
        });

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.ToString().Should().NotContain(PlantedSecrets.EnvironmentValue);
    }

    [DockerFact]
    public async Task Working_directory_is_the_current_directory_of_the_process() =>
        (await Image.Pull(Busybox).Run(Spec("pwd") with { WorkingDirectory = "/tmp" }).Output()).Should().Be("/tmp\n");

    [DockerFact]
    public async Task User_and_group_are_those_of_the_process() =>
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", "id -u; id -g") with { User = "1234:4321" }).Output())
            .Should().Be("1234\n4321\n");

    [DockerFact]
    public async Task Hostname_is_set_inside_the_container() =>
        (await Image.Pull(Busybox).Run(Spec("hostname") with { Hostname = "inside" }).Output()).Should().Be("inside\n");

    [DockerFact]
    public async Task Name_of_the_spec_is_the_name_of_the_container()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = Unique("name") });

        container.Name.Should().Be(Unique("name"));
        (await InspectAsync(Unique("name"))).GetProperty("Id").GetString().Should().Be(container.Id);
    }

    [DockerFact]
    public async Task Container_without_a_name_is_named_after_its_image()
    {
        await using var container = await SleeperAsync();

        container.Name.Should().StartWith("busybox-");
        (await InspectAsync(container.Id)).GetProperty("Name").GetString().Should().Be("/" + container.Name);
    }

    [DockerFact]
    public async Task Labels_are_added_to_the_labels_of_the_library()
    {
        var labels = new Dictionary<string, string>(Mark) { ["team"] = "blue", ["empty"] = "" };

        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Labels = labels });

        var inspected = (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Labels");
        inspected.GetProperty("team").GetString().Should().Be("blue");
        inspected.GetProperty("empty").GetString().Should().BeEmpty();
        inspected.GetProperty("containerkit.session").GetString().Should().NotBeEmpty();
        inspected.GetProperty("containerkit.create").GetString().Should().NotBeEmpty();
    }
}
