using StackExchange.Redis;

namespace ContainerKit.Services.Tests;

public sealed class RedisTests : ServiceTest
{
    [DockerFact]
    public async Task Redis_is_usable_by_StackExchange_Redis_and_from_another_container()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var redis = await Redis.Run(
            new RedisSpec { Container = Spec("redis-server", "--appendonly", "yes") with { Networks = [network] } })
            .ExecuteAsync(Token);

        await using (var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString))
        {
            await connection.GetDatabase().StringSetAsync("word", "zwei");
            (await connection.GetDatabase().StringGetAsync("word")).ToString().Should().Be("zwei");
            await connection.GetDatabase(1).StringSetAsync("number", "2");
        }

        var inside = ConfigurationOptions.Parse(redis.InternalConnectionString);
        var (host, port) = inside.EndPoints[0].ToString()!.Split('/', ':') is [.., var h, var p] ? (h, p) : ("", "");
        string[] get = ["redis-cli", "-h", host, "-p", port, "-a", inside.Password!, "--no-auth-warning", "get", "word"];
        (await RunInNetworkAsync(network, "redis:7", get)).Should().Be("zwei\n");
        (await redis.Container.ExecAsync(["redis-cli", "config", "get", "appendonly"], Token)).Stdout
            .Should().Be("appendonly\nyes\n");
        await redis.ResetAsync(Token);
        (await redis.Container.ExecAsync(["redis-cli", "info", "keyspace"], Token)).Stdout.Trim().Should().Be("# Keyspace");
    }

    [DockerFact]
    public async Task Redis_requires_its_password_and_does_not_show_it_in_texts()
    {
        var spec = new RedisSpec { Container = Spec(), Password = "open sesame" };
        var plan = Redis.Run(spec);
        await using var redis = await plan.ExecuteAsync(Token);

        await FluentActions.Awaiting(() => ConnectionMultiplexer.ConnectAsync($"{redis.Address},connectRetry=0"))
            .Should().ThrowAsync<RedisConnectionException>();
        $"{spec} {plan} {redis} {await redis.Container.InspectAsync(Token)}".Should().NotContain("sesame");
    }
}
