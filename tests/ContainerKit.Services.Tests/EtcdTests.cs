using dotnet_etcd;

namespace ContainerKit.Services.Tests;

public sealed class EtcdTests : ServiceTest
{
    [DockerFact]
    public async Task Etcd_is_usable_by_dotnet_etcd_and_from_another_container()
    {
        var spec = new EtcdSpec();
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var etcd = await Etcd.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() with { Networks = [network] } })
            .ExecuteAsync(Token);

        using var client = new EtcdClient(etcd.ConnectionString);
        await client.PutAsync("word", "zwei", cancellationToken: Token);
        (await client.GetValAsync("word", cancellationToken: Token)).Should().Be("zwei");

        string[] get = ["timeout", "10", "wget", "-q", "-O", "-", etcd.InternalConnectionString + "/health"];
        (await RunInNetworkAsync(network, Busybox, get)).Should().Contain("true");

        await etcd.ResetAsync(Token);
        (await client.GetValAsync("word", cancellationToken: Token)).Should().BeEmpty();
    }
}
