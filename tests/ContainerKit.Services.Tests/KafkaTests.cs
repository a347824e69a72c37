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
}
