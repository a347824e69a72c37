using NATS.Client.JetStream.Models;
using NATS.Net;

namespace ContainerKit.Services.Tests;

public sealed class NatsTests : ServiceTest
{
    [DockerFact]
    public async Task Nats_is_usable_by_NATS_Net_and_from_another_container()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var nats = await Nats.Run(
            new NatsSpec { Container = Spec() with { Networks = [network] }, JetStream = true }).ExecuteAsync(Token);

        await using (var client = new NatsClient(nats.ConnectionString))
        {
            var stream = client.CreateJetStreamContext();
            await stream.CreateStreamAsync(new StreamConfig("words", ["words.*"]), Token);
            (await stream.PublishAsync("words.german", "zwei", cancellationToken: Token)).Error.Should().BeNull();
            var consumer = await stream.CreateOrUpdateConsumerAsync("words", new ConsumerConfig("reader"), Token);
            (await consumer.NextAsync<string>(cancellationToken: Token))!.Data.Should().Be("zwei");
        }

        var inside = new Uri(nats.InternalConnectionString);
        (await RunInNetworkAsync(network, Busybox, "sh", "-c",
            $"timeout 10 nc {inside.Host} {inside.Port} < /dev/null | head -n 1")).Should().StartWith("INFO {");
    }

    [DockerFact]
    public async Task A_reset_of_Nats_removes_all_streams()
    {
        await using var nats = await Nats.Run(new NatsSpec { Container = Spec(), JetStream = true }).ExecuteAsync(Token);
        await using var client = new NatsClient(nats.ConnectionString);
        var streams = client.CreateJetStreamContext();
        await streams.CreateStreamAsync(new StreamConfig("words", ["words.*"]), Token);
        await streams.PublishAsync("words.german", "zwei", cancellationToken: Token);
        await client.CreateKeyValueStoreContext().CreateStoreAsync("prices", Token);

        await nats.ResetAsync(Token);
        await nats.ResetAsync(Token);

        var account = await streams.ListStreamNamesAsync(cancellationToken: Token).ToListAsync(Token);
        account.Should().BeEmpty();
        var created = await streams.CreateStreamAsync(new StreamConfig("words", ["words.*"]), Token);
        created.Info.State.Messages.Should().Be(0);
    }

    [DockerFact]
    public async Task A_reset_of_Nats_without_JetStream_does_nothing()
    {
        await using var nats = await Nats.Run(new NatsSpec { Container = Spec() }).ExecuteAsync(Token);

        await nats.ResetAsync(Token);

        await using var client = new NatsClient(nats.ConnectionString);
        await client.PingAsync(Token);
    }
}
