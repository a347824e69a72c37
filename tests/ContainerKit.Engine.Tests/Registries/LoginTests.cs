using System.Text;
using ContainerKit.Registries;

namespace ContainerKit.Engine.Tests.RegistryTests;

/// <summary>Tests login, logout and the sources of credentials with the registries that eng/up.sh starts.</summary>
public sealed class LoginTests : EngineTest, IDisposable
{
    private readonly TemporaryFolder _docker = new();

    private string Config => _docker.At("config.json");

    [DockerFact]
    [Requires(EngineFeature.LoginOverHttp)]
    public async Task Login_allows_push_and_pull_without_an_explicit_credential()
    {
        using var dockerConfig = UseDockerConfig();
        await using var engine = new DockerEngine();
        var name = $"{TestRegistries.Guarded}/{Unique("login")}:1";

        var login = await engine.LoginAsync(TestRegistries.Guarded, TestRegistries.Alice, Token);
        var pushed = await Image.Pull(Busybox).Tag(name).Push().On(engine).ExecuteAsync(Token);
        await DockerCli.GetOutputAsync("rmi", name);
        var pulled = await Image.Pull(name).On(engine).ExecuteAsync(Token);

        (login.Registry, login.UserName, login.Status, login.SavedIn)
            .Should().Be((TestRegistries.Guarded, TestRegistries.Alice.UserName, "Login Succeeded", null));
        pulled.Id.Should().Be(pushed.Id);
        pulled.Digest.Should().Be(pushed.Digest);
        File.Exists(Config).Should().BeFalse();

        await engine.LogoutAsync(TestRegistries.Guarded, Token);
        await DockerCli.GetOutputAsync("rmi", name);
        (await FluentActions.Awaiting(() => Image.Pull(name).On(engine).ExecuteAsync(Token))
            .Should().ThrowAsync<RegistryAccessDeniedException>())
            .Which.Message.Should().Contain("LoginAsync");
    }

    [DockerFact]
    [Requires(EngineFeature.LoginOverHttp)]
    public async Task Login_applies_only_to_its_own_DockerEngine()
    {
        using var dockerConfig = UseDockerConfig();
        await using var engine = new DockerEngine();
        await engine.LoginAsync(TestRegistries.Guarded, TestRegistries.Alice, Token);
        await using var other = new DockerEngine();

        var push = Image.Pull(Busybox).Tag($"{TestRegistries.Guarded}/{Unique("other")}:1").Push().On(other);

        await FluentActions.Awaiting(() => push.ExecuteAsync(Token)).Should().ThrowAsync<RegistryAccessDeniedException>();
    }

    [DockerFact]
    [Requires(EngineFeature.LoginOverHttp)]
    public async Task Login_with_a_wrong_password_is_denied_and_not_saved()
    {
        using var dockerConfig = UseDockerConfig();
        await using var engine = new DockerEngine();

        var failure = await FluentActions.Awaiting(() => engine.LoginAsync(
            TestRegistries.Guarded, new RegistryCredential(TestRegistries.Alice.UserName, PlantedSecrets.WrongPassword),
            new LoginOptions { Save = true }, Token)).Should().ThrowAsync<RegistryAccessDeniedException>();

        failure.Which.Registry.Should().Be(TestRegistries.Guarded);
        failure.Which.Message.Should().Contain($"'{TestRegistries.Alice.UserName}'");
        failure.Which.ToString().Should().NotContain(PlantedSecrets.WrongPassword);
        File.Exists(Config).Should().BeFalse();
        CredentialSource.For(engine.ApiClient).LoggedIn.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Login_to_a_registry_that_does_not_listen_throws_RegistryUnavailable()
    {
        var registry = $"127.0.0.1:{FreePort.Find()}";

        (await FluentActions.Awaiting(() => DockerEngine.Default.LoginAsync(registry, TestRegistries.Alice, Token))
            .Should().ThrowAsync<RegistryUnavailableException>())
            .Which.Message.Should().StartWith($"Could not log in to {registry} as ");
    }

    [DockerFact]
    public async Task Saved_login_is_shared_with_the_Docker_CLI_in_both_directions()
    {
        using var dockerConfig = UseDockerConfig();
        await using var engine = new DockerEngine();
        var name = $"{TestRegistries.Tls}/{Unique("saved")}:1";
        await Image.Pull(Busybox).Tag(name).On(engine).ExecuteAsync(Token);

        (await engine.LoginAsync(TestRegistries.Tls, TestRegistries.Alice, new LoginOptions { Save = true }, Token))
            .SavedIn.Should().Be(Config);
        await DockerCli.GetOutputAsync("push", name);
        await engine.LogoutAsync(TestRegistries.Tls, new LogoutOptions { Saved = true }, Token);
        await FluentActions.Awaiting(() => DockerCli.GetOutputAsync("push", name)).Should().ThrowAsync<InvalidOperationException>();

        await DockerCli.GetOutputWithInputAsync(
            TestRegistries.Password, "login", "--username", TestRegistries.Alice.UserName, "--password-stdin", TestRegistries.Tls);
        await Image.Local(name).Push().On(engine).ExecuteAsync(Token);
    }

    [DockerFact]
    public async Task DOCKER_AUTH_CONFIG_overrides_the_config_file_and_a_denial_names_the_source()
    {
        using var dockerConfig = UseDockerConfig(
            $$"""{ "auths": { "{{TestRegistries.Guarded}}": { "auth": "{{Base64("bob:" + PlantedSecrets.WrongPassword)}}" } } }""");
        await using var engine = new DockerEngine();
        var push = Image.Pull(Busybox).Tag($"{TestRegistries.Guarded}/{Unique("variable")}:1").Push().On(engine);

        var failure = await FluentActions.Awaiting(() => push.ExecuteAsync(Token)).Should().ThrowAsync<RegistryAccessDeniedException>();
        failure.Which.Message.Should().Contain("'bob'").And.Contain(Config);
        failure.Which.ToString().Should().NotContain(PlantedSecrets.WrongPassword);

        var auth = Base64($"{TestRegistries.Alice.UserName}:{TestRegistries.Password}");
        using var variable = new EnvironmentScope(
            ("DOCKER_AUTH_CONFIG", $$"""{ "auths": { "{{TestRegistries.Guarded}}": { "auth": "{{auth}}" } } }"""));
        (await push.ExecuteAsync(Token)).Digest.Should().StartWith("sha256:");
    }

    [DockerFact]
    public async Task Failing_credential_helper_is_reported_when_the_registry_denies_access()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The credential helper of this test is a shell script.");
        using var dockerConfig = UseDockerConfig("""{ "credsStore": "ck-locked" }""");
        _docker.With("docker-credential-ck-locked", "#!/bin/sh\necho 'the keychain is locked' >&2\nexit 7\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_docker.At("docker-credential-ck-locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var path = new EnvironmentScope(("PATH", _docker.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")));
        await using var engine = new DockerEngine();

        var push = Image.Pull(Busybox).Tag($"{TestRegistries.Guarded}/{Unique("locked")}:1").Push().On(engine);
        var failure = await FluentActions.Awaiting(() => push.ExecuteAsync(Token)).Should().ThrowAsync<RegistryAccessDeniedException>();

        failure.Which.Message.Should().Contain("docker-credential-ck-locked").And.Contain("the keychain is locked");
        failure.Which.InnerException.Should().BeOfType<CredentialStoreException>();
        await Image.Pull(Busybox).Tag($"{TestRegistries.Open}/{Unique("public")}:1").Push().On(engine).ExecuteAsync(Token);
    }

    [DockerFact]
    public async Task Entry_in_the_config_file_is_used_if_the_credential_helper_is_not_installed_as_by_the_Docker_CLI()
    {
        var auth = Base64($"{TestRegistries.Alice.UserName}:{TestRegistries.Password}");
        using var dockerConfig = UseDockerConfig(
            $$"""{ "credsStore": "ck-nosuch", "auths": { "{{TestRegistries.Guarded}}": { "auth": "{{auth}}" } } }""");
        await using var engine = new DockerEngine();
        var name = $"{TestRegistries.Guarded}/{Unique("nosuch")}:1";

        var image = await Image.Pull(Busybox).Tag(name).Push().On(engine).ExecuteAsync(Token);

        image.Digest.Should().StartWith("sha256:");
        await DockerCli.GetOutputAsync("push", name);
    }

    [DockerFact]
    public async Task Malformed_config_file_does_not_prevent_a_connection_as_in_the_Docker_CLI()
    {
        using var dockerConfig = UseDockerConfig("""{ "auths":""");
        await using var engine = new DockerEngine();

        (await engine.PingAsync(Token)).ApiVersion!.ToString()
            .Should().Be(await DockerCli.GetOutputAsync("version", "--format", "{{.Server.APIVersion}}"));
    }

    [DockerFact]
    public async Task Saved_logins_at_the_same_time_are_all_read_by_the_Docker_CLI()
    {
        using var dockerConfig = UseDockerConfig("");
        await using var engine = new DockerEngine();
        string[] registries = [TestRegistries.Guarded, TestRegistries.Tls, .. Enumerable.Range(0, 20).Select(i => $"r{i}.example")];

        await Task.WhenAll(registries.Select(registry => Task.Run(() => CredentialSource.For(engine.ApiClient)
            .SaveAsync(RegistryName.Parse(registry), TestRegistries.Alice, Token))));

        var name = $"{TestRegistries.Tls}/{Unique("concurrent")}:1";
        await Image.Pull(Busybox).Tag(name).On(engine).ExecuteAsync(Token);
        await DockerCli.GetOutputAsync("push", name);
        using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Config, Token));
        json.RootElement.GetProperty("auths").EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo(registries);
    }

    void IDisposable.Dispose() => _docker.Dispose();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // Sets DOCKER_CONFIG to an empty folder and clears the credentials in the environment of the test run.
    private EnvironmentScope UseDockerConfig(string? config = null)
    {
        if (config is not null) _docker.With("config.json", config);
        return new EnvironmentScope(("DOCKER_CONFIG", _docker.Path), ("DOCKER_AUTH_CONFIG", null));
    }
}
