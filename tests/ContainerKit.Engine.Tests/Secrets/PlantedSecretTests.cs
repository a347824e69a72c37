using System.Text;

namespace ContainerKit.Engine.Tests.Secrets;

/// <summary>
/// Passes secrets to the library on the ways that no other test takes. <see cref="SecretWatchFixture"/> looks at the log, the exceptions,
/// the arguments of processes and the labels.
/// </summary>
public sealed class PlantedSecretTests : EngineTest
{
    [DockerFact]
    public async Task Failed_exec_reveals_neither_its_input_nor_its_environment()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("sh", "-c", "cat > /input; exit 3")
        {
            StandardInput = PlantedSecrets.StandardInput,
            Environment = new Dictionary<string, string> { ["KEY"] = PlantedSecrets.ExecEnvironmentValue },
        };

        var failure = await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecFailedException>();
        await FluentActions.Awaiting(() => container.ExecAsync(spec with { WorkingDirectory = "/none" }, Token))
            .Should().ThrowAsync<ContainerKitException>();

        $"{failure.Which} {spec}".Should().NotContain(PlantedSecrets.StandardInput).And.NotContain(PlantedSecrets.ExecEnvironmentValue);
        (await container.ReadTextAsync("/input", Token)).Should().Be(PlantedSecrets.StandardInput);
    }

    [DockerFact]
    public async Task Address_with_user_information_is_refused_without_it()
    {
        using var variables = new EnvironmentScope(("DOCKER_HOST", $"tcp://me:{PlantedSecrets.UserInformation}@127.0.0.1:2375"));
        await using var found = new DockerEngine();
        var options = new DockerEngineOptions { Endpoint = new Uri($"tcp://{PlantedSecrets.UserInformation}@127.0.0.1:2375") };
        await using var given = new DockerEngine(options);

        foreach (var engine in (DockerEngine[])[found, given])
        {
            var failure = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<ContainerKitException>();
            $"{failure.Which} {engine} {options}".Should().NotContain(PlantedSecrets.UserInformation);
        }
    }

    [DockerFact]
    public async Task Passwords_in_the_config_file_are_not_shown_by_a_denied_pull()
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes("bob:" + PlantedSecrets.WrongPassword));
        var proxy = $"http://me:{PlantedSecrets.UserInformation}@proxy:3128";
        using var folder = new TemporaryFolder().With("config.json", $$"""
            {
              "HttpHeaders": { "X-Meta": "{{PlantedSecrets.HttpHeader}}" },
              "proxies": { "default": { "httpProxy": "{{proxy}}" } },
              "auths": {
                "{{TestRegistries.Guarded}}": { "username": "bob", "password": "{{PlantedSecrets.WrongPassword}}" },
                "{{TestRegistries.Tls}}": { "auth": "{{auth}}" }
              }
            }
            """);
        using var variables = new EnvironmentScope(("DOCKER_CONFIG", folder.Path), ("DOCKER_AUTH_CONFIG", null));
        await using var engine = new DockerEngine();

        foreach (var registry in (string[])[TestRegistries.Guarded, TestRegistries.Tls])
        {
            var failure = await FluentActions.Awaiting(() => Image.Pull($"{registry}/{Unique("denied")}:1").On(engine).ExecuteAsync(Token))
                .Should().ThrowAsync<RegistryAccessDeniedException>();
            failure.Which.Message.Should().Contain("'bob'");
        }
    }

    [DockerFact]
    [Requires(EngineFeature.LoginOverHttp)]
    public async Task Credential_helper_receives_the_password_of_a_saved_login_by_its_standard_input_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The credential helper of this test is a shell script.");
        using var folder = new TemporaryFolder().With("config.json", """{ "credsStore": "ck-slow" }""").With(
            "docker-credential-ck-slow", "#!/bin/sh\necho \"$@\" > $DOCKER_CONFIG/arguments\n"
                + "cat > $DOCKER_CONFIG/input\nsleep 0.2\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.At("docker-credential-ck-slow"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var variables = new EnvironmentScope(
            ("PATH", folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")),
            ("DOCKER_CONFIG", folder.Path), ("DOCKER_AUTH_CONFIG", null));
        await using var engine = new DockerEngine();

        await engine.LoginAsync(TestRegistries.Guarded, TestRegistries.Alice, new LoginOptions { Save = true }, Token);

        (await File.ReadAllTextAsync(folder.At("arguments"), Token)).Should().Be("store\n");
        (await File.ReadAllTextAsync(folder.At("input"), Token)).Should().Contain(TestRegistries.Password);
        (await File.ReadAllTextAsync(folder.At("config.json"), Token)).Should().NotContain(TestRegistries.Password);
    }
}
