using System.Net;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.Networks;

/// <summary>Tests creating, finding, inspecting, listing and removing networks.</summary>
public sealed class NetworkTests : EngineTest
{
    [DockerFact]
    public async Task Network_without_a_name_gets_a_generated_name_and_is_removed_on_dispose()
    {
        var network = await Network.Create();

        network.Name.Should().StartWith("network-");
        network.ToString().Should().Be($"{network.Name} ({network.ShortId})");
        (await InspectAsync(network.Name)).GetProperty("Id").GetString().Should().Be(network.Id);

        await Task.WhenAll(network.DisposeAsync().AsTask(), network.DisposeAsync().AsTask());
        (await ExistsAsync(network.Id)).Should().BeFalse();
        await network.DisposeAsync();
        await network.RemoveAsync(Token);
    }

    [DockerFact]
    public async Task Created_network_is_inspected_with_the_values_of_its_spec()
    {
        var subnet = new NetworkSubnet(IPNetwork.Parse("10.213.40.0/24"))
        {
            Gateway = IPAddress.Parse("10.213.40.9"),
            Pool = IPNetwork.Parse("10.213.40.128/25"),
        };
        var spec = new NetworkSpec
        {
            Name = Unique("full"),
            Internal = true,
            Attachable = true,
            Subnets = [subnet, "fd00:c0de:1::/64"],
            Labels = Mark,
            Options = new Dictionary<string, string> { ["com.docker.network.driver.mtu"] = "1300" },
        };

        await using var network = await DockerEngine.Default.CreateNetworkAsync(spec, Token);

        var json = await InspectAsync(network.Id);
        json.GetProperty("Driver").GetString().Should().Be("bridge");
        json.GetProperty("Internal").GetBoolean().Should().BeTrue();
        json.GetProperty("EnableIPv6").GetBoolean().Should().BeTrue();
        // Podman ignores the option, which is about swarms.
        var isAttachable = await EngineFeatures.HasAsync(EngineFeature.PredefinedNetworks);
        if (isAttachable) json.GetProperty("Attachable").GetBoolean().Should().BeTrue();
        var pool = json.GetProperty("IPAM").GetProperty("Config")[0];
        pool.GetProperty("Subnet").GetString().Should().Be("10.213.40.0/24");
        pool.GetProperty("Gateway").GetString().Should().Be("10.213.40.9");
        var hasRanges = await EngineFeatures.HasAsync(EngineFeature.AddressRanges);
        if (hasRanges) pool.GetProperty("IPRange").GetString().Should().Be("10.213.40.128/25");

        var details = await network.InspectAsync(Token);
        details.Should().BeEquivalentTo(new
        {
            network.Id,
            spec.Name,
            Driver = "bridge",
            Scope = "local",
            Internal = true,
            IPv6 = true,
            Attachable = isAttachable,
        });
        // Podman shortens the names of Docker's options.
        var option = details.Options.Should().ContainSingle().Which;
        (option.Key.Split('.')[^1], option.Value).Should().Be(("mtu", "1300"));
        details.Subnets[0].Should().Be(hasRanges ? spec.Subnets[0] : spec.Subnets[0] with { Pool = null });
        details.Subnets[1].Range.Should().Be(spec.Subnets[1].Range);
        details.Labels.Should().Contain(Mark);
        details.CreatedAt.Should().NotBeNull();
        details.Containers.Should().BeEmpty();
        details.ToString().Should().Be($"{spec.Name}: bridge, internal, 10.213.40.0/24, fd00:c0de:1::/64");
    }

    [DockerFact]
    public async Task Finding_an_existing_network_does_not_take_ownership()
    {
        var name = Unique("found");
        var id = await DockerCli.GetOutputAsync("network", "create", name);

        await using (var network = await Network.Find(name)) network.Id.Should().Be(id);
        (await DockerEngine.Default.FindNetworkAsync(id[..10], Token)).Name.Should().Be(name);
        await Network.Find(name).Then(network => Image.Pull(Busybox).Run(Spec("true") with { Networks = [network] }).ToCompletion());
        (await ExistsAsync(name)).Should().BeTrue("the plan did not create it");

        await (await Network.Find(name)).RemoveAsync(Token);
        (await ExistsAsync(name)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Finding_a_missing_network_throws_NetworkNotFound()
    {
        var name = Unique("none");

        var failure = await FluentActions.Awaiting(() => Network.Find(name).ExecuteAsync(Token))
            .Should().ThrowAsync<NetworkNotFoundException>();
        failure.Which.Network.Should().Be(name);
        failure.Which.Message.Should().StartWith($"Could not find network {name}: the engine has none of that name or id.");

        var run = Image.Pull(Busybox).Run(Spec("true") with { Networks = [name] });
        (await FluentActions.Awaiting(() => run.ExecuteAsync(Token)).Should().ThrowAsync<NetworkNotFoundException>())
            .Which.Network.Should().Be(name);
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Creating_a_network_with_an_existing_name_throws_NameConflict()
    {
        await using var network = await Network.Create(Unique("taken"));

        var failure = await FluentActions.Awaiting(() => Network.Create(network.Name).ExecuteAsync(Token))
            .Should().ThrowAsync<NameConflictException>();

        failure.Which.Name.Should().Be(network.Name);
        failure.Which.RemovedResources.Should().BeEmpty();
        (await ExistsAsync(network.Id)).Should().BeTrue();
    }

    [DockerFact]
    public async Task Network_list_applies_its_filter()
    {
        await using var used = await DockerEngine.Default.CreateNetworkAsync(
            new NetworkSpec { Name = Unique("used"), Labels = Mark }, Token);
        await using var unused = await DockerEngine.Default.CreateNetworkAsync(
            new NetworkSpec { Name = Unique("unused"), Labels = Mark }, Token);
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [used] });
        var mark = $"{Mark.Single().Key}={Mark.Single().Value}";

        (await NamesAsync(new NetworkFilter { Labels = [mark] })).Should().BeEquivalentTo(used.Name, unused.Name);
        (await NamesAsync(new NetworkFilter { Labels = [mark], IsUnused = true })).Should().Equal(unused.Name);
        (await NamesAsync(new NetworkFilter { Name = used.Name, IsUserDefined = true })).Should().Equal(used.Name);
        (await NamesAsync(new NetworkFilter { Labels = [mark], Driver = "macvlan" })).Should().BeEmpty();
        string[] predefined = await EngineFeatures.HasAsync(EngineFeature.PredefinedNetworks) ? ["bridge", "host", "none"] : ["bridge"];
        (await NamesAsync(new NetworkFilter { IsUserDefined = false })).Should().Contain(predefined).And.NotContain(used.Name);
        (await DockerEngine.Default.ListNetworksAsync(Token)).Select(network => network.Id).Should().Contain([used.Id, unused.Id]);

        async Task<IEnumerable<string>> NamesAsync(NetworkFilter filter) => (await Network.List(filter)).Select(network => network.Name);
    }

    [DockerFact]
    public async Task Network_prune_removes_the_unused_networks_that_match_its_filter()
    {
        var mark = $"{Mark.Single().Key}={Mark.Single().Value}";
        await using var used = await DockerEngine.Default.CreateNetworkAsync(
            new NetworkSpec { Name = Unique("used"), Labels = Mark }, Token);
        await using var unused = await DockerEngine.Default.CreateNetworkAsync(
            new NetworkSpec { Name = Unique("unused"), Labels = Mark }, Token);
        await using var other = await DockerEngine.Default.CreateNetworkAsync(Unique("other"), Token);
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [used] });

        (await DockerEngine.Default.PruneNetworksAsync(
            new PruneFilter { Labels = [mark], Until = DateTimeOffset.UnixEpoch }, Token)).Removed.Should().BeEmpty();
        (await DockerEngine.Default.PruneNetworksAsync(new PruneFilter { Labels = [mark], WithoutLabels = [mark] }, Token))
            .Removed.Should().BeEmpty();
        var report = await DockerEngine.Default.PruneNetworksAsync(new PruneFilter { Labels = [mark] }, Token);

        report.Removed.Should().Equal(unused.Name);
        (await ExistsAsync(used.Id)).Should().BeTrue();
        (await ExistsAsync(other.Id)).Should().BeTrue();
    }

    [DockerFact]
    public async Task Removing_a_network_in_use_throws_and_names_the_containers()
    {
        await using var network = await Network.Create();
        await using (var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] }))
        {
            var failure = await FluentActions.Awaiting(() => network.RemoveAsync(Token)).Should().ThrowAsync<ResourceInUseException>();

            failure.Which.Containers.Should().Equal(container.Name);
            failure.Which.Message.Should().StartWith(
                $"Could not remove network {network}: the container {container.Name} uses it").And.EndWith("Remove them first.");
        }

        await network.RemoveAsync(Token);
        (await ExistsAsync(network.Id)).Should().BeFalse();
    }

    [DockerFact]
    [Requires(EngineFeature.PredefinedNetworks)]
    public async Task Removing_a_predefined_network_throws_EngineApiException()
    {
        var bridge = await Network.Find("bridge");

        await FluentActions.Awaiting(() => bridge.RemoveAsync(Token)).Should().ThrowAsync<EngineApiException>();
    }

    [DockerFact]
    public async Task Creating_a_network_with_a_subnet_in_use_throws_EngineApiException()
    {
        await using var network = await DockerEngine.Default.CreateNetworkAsync(
            new NetworkSpec { Name = Unique("first"), Subnets = ["10.213.41.0/24"] }, Token);

        var second = Network.Create(new NetworkSpec { Name = Unique("second"), Subnets = ["10.213.41.0/24"] });
        (await FluentActions.Awaiting(() => second.ExecuteAsync(Token)).Should().ThrowAsync<EngineApiException>())
            .Which.Message.Should().Contain(Unique("second"));

        (await ExistsAsync(Unique("second"))).Should().BeFalse();
    }

    private static Task<bool> ExistsAsync(string network) => DockerCli.ExistsAsync(network);

    private static new Task<JsonElement> InspectAsync(string network) => DockerCli.InspectAsync(network);
}
