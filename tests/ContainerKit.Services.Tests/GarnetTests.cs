using StackExchange.Redis;

namespace ContainerKit.Services.Tests;

public sealed class GarnetTests : ServiceTest
{
    [DockerFact]
    public async Task Garnet_is_usable_by_StackExchange_Redis_and_from_another_container()
    {
        var spec = new GarnetSpec { Password = "a;b=\"c' \\$x" };
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var cache = await Garnet.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() with { Networks = [network] } })
            .ExecuteAsync(Token);

        await using var connection = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        await connection.GetDatabase().StringSetAsync("word", "zwei");
        var variables = new Dictionary<string, string> { ["REDISCLI_AUTH"] = spec.Password };
        (await RunInNetworkAsync(network, "redis:7", variables, "redis-cli", "-h", cache.InternalAddress.Host, "get", "word"))
            .Should().Be("zwei\n");

        await cache.ResetAsync(Token);
        (await connection.GetDatabase().KeyExistsAsync("word")).Should().BeFalse();
        $"{spec} {cache} {await cache.Container.InspectAsync(Token)}".Should().NotContain(spec.Password);
    }

    [DockerFact]
    public async Task Garnet_requires_its_password()
    {
        var spec = new GarnetSpec();
        await using var cache = await Garnet.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        await FluentActions.Awaiting(() => ConnectionMultiplexer.ConnectAsync($"{cache.Address},connectRetry=0"))
            .Should().ThrowAsync<RedisConnectionException>();
    }
}
