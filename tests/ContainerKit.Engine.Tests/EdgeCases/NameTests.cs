namespace ContainerKit.Engine.Tests.EdgeCases;

/// <summary>Names that engines take, and names as the user wrote them.</summary>
public sealed class NameTests : EngineTest
{
    [DockerFact]
    [Requires(EngineFeature.UnusualNetworkNames)]
    public async Task Network_with_unusual_characters_in_its_name_is_created_found_and_used()
    {
        foreach (var suffix in new[] { " 01", "/x", "..x", ":x", "?a=b#c%20" })
        {
            var name = Unique("net") + suffix;
            await using var network = await Network.Create(new NetworkSpec { Name = name, Labels = Mark });
            (await Network.Find(name)).Id.Should().Be(network.Id);
            await using var container = await Image.Pull(Busybox)
                .Run(Spec("sleep", "infinity") with { Networks = [network.As("a_", "_b", "c d")] });
            (await container.InspectAsync(Token)).Networks.Keys.Should().Equal(name);
            await container.DisconnectAsync(name, Token);
            await container.ConnectAsync(network, Token);
            await container.DisconnectAsync(name, Token);
        }
    }

    [DockerFact]
    public async Task Container_name_may_begin_with_a_slash()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("true") with { Name = "/" + Unique("slash") });

        container.Name.Should().Be(Unique("slash"));
        (await DockerEngine.Default.FindContainerAsync("/" + container.Name, Token)).Id.Should().Be(container.Id);
    }

    [DockerFact]
    public async Task Disconnecting_from_a_network_named_by_dots_is_refused()
    {
        await using var container = await SleeperAsync();

        await FluentActions.Awaiting(() => container.DisconnectAsync("..", Token)).Should().ThrowAsync<ArgumentException>();
    }

    [DockerFact]
    public async Task Image_of_a_container_is_named_as_the_user_wrote_it()
    {
        foreach (var name in new[] { "busybox", "busybox:latest", "docker.io/library/busybox", "library/busybox:latest" })
        {
            await using var container = await Image.Pull(name).Create(Spec("true"));
            // Podman adds the tag, and the default registry is left out of its names.
            ImageReference.Parse((await container.InspectAsync(Token)).Image).Should().Be(ImageReference.Parse(name));
            container.Image.ToString().Should().Be("busybox:latest");
        }
    }
}
