using Confluent.Kafka;

namespace ContainerKit.Services.Tests;

public sealed class KafkaTests : ServiceTest
{
    [DockerFact]
    public async Task Kafka_delivers_messages_to_Confluent_Kafka()
    {
        var spec = new KafkaSpec();
        await using var kafka = await Kafka.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using (var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = kafka.ConnectionString }).Build())
        {
            await producer.ProduceAsync("parcels", new Message<Null, string> { Value = "zwei" }, Token);
        }

        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.ConnectionString,
            GroupId = "test",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Subscribe("parcels");
        consumer.Consume(Token).Message.Value.Should().Be("zwei");
        kafka.InternalConnectionString.Should().Be($"{kafka.Container.Name}:9093");
    }

    [DockerFact]
    public async Task Kafka_commits_a_transaction_on_the_default_network_and_deletes_all_topics()
    {
        var spec = new KafkaSpec();
        await using var kafka = await Kafka.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);
        var config = new ProducerConfig { BootstrapServers = kafka.ConnectionString, TransactionalId = "test" };
        var timeout = TimeSpan.FromSeconds(30);

        using (var producer = new ProducerBuilder<Null, string>(config).Build())
        {
            producer.InitTransactions(timeout);
            producer.BeginTransaction();
            await producer.ProduceAsync("parcels", new Message<Null, string> { Value = "zwei" }, Token);
            producer.CommitTransaction(timeout);
        }

        await kafka.ResetAsync(Token);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.ConnectionString }).Build();
        await UntilAsync(() => Task.FromResult(
            admin.GetMetadata(timeout).Topics.TrueForAll(topic => topic.Topic.StartsWith("__", StringComparison.Ordinal))));
    }
}
