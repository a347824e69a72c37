namespace ContainerKit.Engine.Tests.RegistryTests;

/// <summary>Tests the errors of registries that the engine does not trust.</summary>
public sealed class FaultyRegistryTests : EngineTest
{
    [DockerFact]
    public async Task Registry_with_an_untrusted_certificate_fails_with_the_path_for_a_CA_certificate()
    {
        await using var registry = FaultyRegistry.Start(tls: true);

        var pull = await FluentActions.Awaiting(() => Image.Pull($"{registry.Address}/some/image:1").ExecuteAsync(Token))
            .Should().ThrowAsync<RegistryUnavailableException>();
        var login = await FluentActions.Awaiting(
            () => DockerEngine.Default.LoginAsync(registry.Address, new RegistryCredential("alice", PlantedSecrets.WrongPassword), Token))
            .Should().ThrowAsync<RegistryUnavailableException>();

        pull.Which.Message.Should().Contain("does not trust the certificate").And.Contain($"/etc/docker/certs.d/{registry.Address}/ca.crt");
        login.Which.Message.Should().Contain("does not trust the certificate").And.NotContain(PlantedSecrets.WrongPassword);
    }

    [DockerFact]
    public async Task Registry_without_TLS_fails_with_the_insecure_registries_hint()
    {
        await using var registry = FaultyRegistry.Start(tls: false);

        var push = Image.Pull(Busybox).Tag($"{registry.Address}/{Unique("plain")}:1").Push();
        var failure = await FluentActions.Awaiting(() => push.ExecuteAsync(Token)).Should().ThrowAsync<RegistryUnavailableException>();

        failure.Which.Message.Should().Contain("plain HTTP").And.Contain("insecure-registries");
    }
}
