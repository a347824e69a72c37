namespace ContainerKit.Engine.Tests.Verbs.Runs;

/// <summary>What a spec says of the process: command, entrypoint, environment, directory, user.</summary>
public sealed class ProcessTests : EngineTest
{
    [DockerFact]
    public async Task The_arguments_reach_the_process_as_they_are() =>
        (await Image.Pull(Busybox).Run(Spec("printf", "[%s]", "a b", "$HOME", "", "'")).Output()).Should().Be("[a b][$HOME][][']");

    [DockerFact]
    public async Task Without_a_command_the_images_own_runs()
    {
        await using var container = await Image.Pull("redis:7").Run(Spec());

        (await container.InspectAsync(Token)).Command.Should().Equal("docker-entrypoint.sh", "redis-server");
    }

    [DockerFact]
    public async Task The_command_is_given_to_the_entrypoint() =>
        (await Image.Pull(Busybox).Run(Spec("b", "c") with { Entrypoint = ["echo", "a"] }).Output()).Should().Be("a b c\n");

    [DockerFact]
    public async Task An_entrypoint_replaces_the_images_own() =>
        (await Image.Pull("redis:7").Run(Spec("hi") with { Entrypoint = ["echo"] }).Output()).Should().Be("hi\n");

    [DockerFact]
    public async Task An_empty_entrypoint_clears_the_images_own()
    {
        await using var container = await Image.Pull("redis:7").Run(Spec("sleep", "infinity") with { Entrypoint = [] });

        (await container.InspectAsync(Token)).Command.Should().Equal("sleep", "infinity");
    }

    [DockerFact]
    public async Task The_environment_is_added_to_the_images()
    {
        var variables = new Dictionary<string, string> { ["WORD"] = "a=b c", ["EMPTY"] = "" };

        var lines = (await Image.Pull("redis:7").Run(Spec("env") with { Environment = variables }).Output()).Split('\n');

        lines.Should().Contain(["WORD=a=b c", "EMPTY="]).And.Contain(line => line.StartsWith("PATH="));
    }

    [DockerFact]
    public async Task The_environments_values_are_in_no_message()
    {
        var chain = Image.Pull(Busybox).Run(Spec("no-such-command") with { Environment = new Dictionary<string, string> { ["KEY"] = "hush-hush" } });

        var failure = await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<CommandNotFoundException>();

        failure.Which.ToString().Should().NotContain("hush-hush");
    }

    [DockerFact]
    public async Task The_working_directory_is_where_the_process_begins() =>
        (await Image.Pull(Busybox).Run(Spec("pwd") with { WorkingDirectory = "/tmp" }).Output()).Should().Be("/tmp\n");

    [DockerFact]
    public async Task The_user_is_who_the_process_runs_as() =>
        (await Image.Pull(Busybox).Run(Spec("sh", "-c", "id -u; id -g") with { User = "1234:4321" }).Output()).Should().Be("1234\n4321\n");

    [DockerFact]
    public async Task The_host_name_is_what_the_container_calls_itself() =>
        (await Image.Pull(Busybox).Run(Spec("hostname") with { Hostname = "inside" }).Output()).Should().Be("inside\n");

    [DockerFact]
    public async Task The_name_is_what_the_engine_calls_the_container()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Name = Unique("name") });

        container.Name.Should().Be(Unique("name"));
        (await InspectAsync(Unique("name"))).GetProperty("Id").GetString().Should().Be(container.Id);
    }

    [DockerFact]
    public async Task Without_a_name_it_is_called_after_its_image()
    {
        await using var container = await SleeperAsync();

        container.Name.Should().StartWith("busybox-");
        (await InspectAsync(container.Id)).GetProperty("Name").GetString().Should().Be("/" + container.Name);
    }

    [DockerFact]
    public async Task Labels_stand_beside_the_librarys_own()
    {
        var labels = new Dictionary<string, string>(Mark) { ["team"] = "blue", ["empty"] = "" };

        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Labels = labels });

        var seen = (await InspectAsync(container.Id)).GetProperty("Config").GetProperty("Labels");
        seen.GetProperty("team").GetString().Should().Be("blue");
        seen.GetProperty("empty").GetString().Should().BeEmpty();
        seen.GetProperty("containerkit.session").GetString().Should().NotBeEmpty();
        seen.GetProperty("containerkit.create").GetString().Should().NotBeEmpty();
    }
}
