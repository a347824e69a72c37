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
}
