namespace ContainerKit.Engine.Tests.Images;

/// <summary>Pushes to registries and pulls from them.</summary>
public sealed class RegistryTests : EngineTest
{
    [DockerFact]
    public async Task Push_returns_a_digest_by_which_the_image_can_be_pulled()
    {
        var name = $"{TestRegistries.Open}/{Unique("push")}";

        var pushed = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity")).Exec("sh", "-c", "echo mine > /mine").Commit(name + ":1").Push();

        pushed.Digest.Should().MatchRegex("^sha256:[0-9a-f]{64}$");
        (await ContainersAsync()).Should().BeEmpty();
        await DockerCli.GetOutputAsync("rmi", name + ":1");
        var pulled = Image.Pull($"{name}@{pushed.Digest}");
        (await pulled).Id.Should().Be(pushed.Id);
        (await pulled.Run(Spec("cat", "/mine")).Output()).Should().Be("mine\n");
    }

    [DockerFact]
    public async Task Run_pulls_a_missing_image()
    {
        var name = $"{TestRegistries.Open}/{Unique("missing")}:1";
        await Image.Pull(Busybox).Tag(name).Push();
        await DockerCli.GetOutputAsync("rmi", name);
        var progress = new ProgressRecorder();

        (await Image.Pull(name).Run(Spec("echo", "here")).Output().WithProgress(progress)).Should().Be("here\n");

        progress.Steps(PlanProgressKind.Finished).Should().Contain("pull " + name);
    }

    [DockerFact]
    public async Task PullPolicy_Always_pulls_a_tag_that_has_moved()
    {
        var name = $"{TestRegistries.Open}/{Unique("moved")}:1";
        var old = await Image.Pull(Busybox).Tag(name);
        var moved = await Image.Pull(Busybox)
            .Run(Spec("touch", "/x")).Do((container, token) => container.WaitAsync(token)).Commit(name).Push();
        await old.TagAsync(name, Token);

        (await Image.Pull(name)).Id.Should().Be(old.Id);
        (await Image.Pull(name, PullPolicy.Always)).Id.Should().Be(moved.Id);
    }

    [DockerFact]
    [Requires(EngineFeature.PushProgress)]
    public async Task Push_reports_transfer_progress()
    {
        var progress = new ProgressRecorder();

        await Image.Pull(Busybox).Tag($"{TestRegistries.Open}/{Unique("progress")}:1").Push().WithProgress(progress);

        progress.All.Should().Contain(report => report.Kind == PlanProgressKind.Transfer && report.Layer != null);
    }

    [DockerFact]
    public async Task Push_and_pull_with_the_right_password_succeed_at_a_protected_registry()
    {
        var name = $"{TestRegistries.Guarded}/{Unique("guarded")}:1";

        await Image.Pull(Busybox).Tag(name).Push(TestRegistries.Alice);

        await DockerCli.GetOutputAsync("rmi", name);
        var pulled = await Image.Pull(name, new PullOptions { Credential = TestRegistries.Alice });
        pulled.Reference.ToString().Should().Be(name);
    }

    [DockerFact]
    public async Task Push_with_a_wrong_password_throws_without_revealing_it()
    {
        var plan = Image.Pull(Busybox).Tag($"{TestRegistries.Guarded}/{Unique("wrong")}:1")
            .Push(new RegistryCredential(TestRegistries.Alice.UserName, PlantedSecrets.WrongPassword));

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<RegistryAccessDeniedException>();

        failure.Which.Registry.Should().Be(TestRegistries.Guarded);
        failure.Which.Message.Should().Contain($"'{TestRegistries.Alice.UserName}'");
        failure.Which.ToString().Should().NotContain(PlantedSecrets.WrongPassword);
        plan.ToString().Should().NotContain(PlantedSecrets.WrongPassword);
        // The plan removes its tag after a failed push.
        (await ImagesAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Push_without_credentials_throws_with_a_hint_at_RegistryCredential()
    {
        var plan = Image.Pull(Busybox).Tag($"{TestRegistries.Guarded}/{Unique("none")}:1").Push();

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<RegistryAccessDeniedException>();

        failure.Which.Message.Should().Contain("RegistryCredential");
    }

    [DockerFact]
    public async Task Pull_from_a_protected_registry_with_missing_or_wrong_credentials_throws()
    {
        var name = $"{TestRegistries.Guarded}/{Unique("pull")}:1";
        await Image.Pull(Busybox).Tag(name).Push(TestRegistries.Alice);
        await DockerCli.GetOutputAsync("rmi", name);

        await FluentActions.Awaiting(() => Image.Pull(name).ExecuteAsync(Token))
            .Should().ThrowAsync<RegistryAccessDeniedException>();
        var wrong = new PullOptions { Credential = new RegistryCredential(TestRegistries.Alice.UserName, PlantedSecrets.WrongPassword) };
        var failure = await FluentActions.Awaiting(() => Image.Pull(name, wrong).ExecuteAsync(Token))
            .Should().ThrowAsync<RegistryAccessDeniedException>();
        failure.Which.ToString().Should().NotContain(PlantedSecrets.WrongPassword);
    }

    [DockerFact]
    public async Task Push_and_pull_work_over_TLS()
    {
        var name = $"{TestRegistries.Tls}/{Unique("tls")}:1";

        var pushed = await Image.Pull(Busybox).Tag(name).Push(TestRegistries.Alice);

        await DockerCli.GetOutputAsync("rmi", name);
        (await Image.Pull(name, new PullOptions { Credential = TestRegistries.Alice })).Id.Should().Be(pushed.Id);
    }

    [DockerFact]
    public async Task Push_to_a_registry_that_does_not_listen_throws_RegistryUnavailable()
    {
        var plan = Image.Pull(Busybox).Tag($"127.0.0.1:{FreePort.Find()}/{Unique("down")}:1").Push();

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<RegistryUnavailableException>();
        (await ImagesAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Pull_of_an_unknown_tag_from_a_registry_throws_ImageNotFound()
    {
        await FluentActions.Awaiting(() => Image.Pull($"{TestRegistries.Open}/{Unique("unknown")}:1").ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();
    }
}
