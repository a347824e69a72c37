namespace ContainerKit.Services.Tests;

public sealed class ContainerRegistryTests : ServiceTest
{
    [DockerFact]
    [Requires(EngineFeature.InsecureLoopbackRegistries)]
    public async Task A_container_registry_keeps_a_pushed_image()
    {
        var spec = new ContainerRegistrySpec();
        await using var registry = await ContainerRegistry.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);
        var name = $"{registry.ConnectionString}/parcels:1";

        await Image.Pull(Busybox).Tag(name).Push().ExecuteAsync(Token);
        await DockerCli.GetOutputAsync("rmi", name);
        (await Image.Pull(name).Run(Spec("echo", "zwei")).Output().ExecuteAsync(Token)).Should().Be("zwei\n");
        await DockerCli.GetOutputAsync("rmi", name);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{registry.Address}/v2/_catalog"), Token)).Should().Contain("\"parcels\"");
    }

    [DockerFact]
    [Requires(EngineFeature.InsecureLoopbackRegistries)]
    public async Task A_reset_of_a_container_registry_removes_all_images_and_it_accepts_them_again()
    {
        var spec = new ContainerRegistrySpec();
        await using var registry = await ContainerRegistry.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);
        var name = $"{registry.ConnectionString}/parcels:1";
        await Image.Pull(Busybox).Tag(name).Push().ExecuteAsync(Token);

        await registry.ResetAsync(Token);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{registry.Address}/v2/_catalog"), Token)).Should().Contain("[]");
        await FluentActions.Awaiting(() => Image.Pull(name, PullPolicy.Always).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();
        await Image.Local(name).Push().ExecuteAsync(Token);
        await DockerCli.GetOutputAsync("rmi", name);
        (await Image.Pull(name).Run(Spec("echo", "zwei")).Output().ExecuteAsync(Token)).Should().Be("zwei\n");
        await DockerCli.GetOutputAsync("rmi", name);
    }
}
