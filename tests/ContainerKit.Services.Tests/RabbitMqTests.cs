using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ContainerKit.Services.Tests;

public sealed class RabbitMqTests : ServiceTest
{
    [DockerFact]
    public async Task RabbitMq_is_usable_by_RabbitMQ_Client_and_from_another_container()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        var spec = new RabbitMqSpec
        {
            Container = Spec() with { Networks = [network] },
            Password = "a/b:c@d %",
            VirtualHost = "orders/eu"
        };
        await using var rabbit = await RabbitMq.Run(spec).ExecuteAsync(Token);

        var factory = new ConnectionFactory { Uri = new Uri(rabbit.ConnectionString) };
        factory.VirtualHost.Should().Be("orders/eu");
        await using (var connection = await factory.CreateConnectionAsync(Token))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: Token))
        {
            await channel.QueueDeclareAsync("words", cancellationToken: Token);
            await channel.BasicPublishAsync("", "words", Encoding.UTF8.GetBytes("zwei"), Token);
            BasicGetResult? result = null;
            await UntilAsync(async () => (result = await channel.BasicGetAsync("words", autoAck: true, Token)) is not null);
            Encoding.UTF8.GetString(result!.Body.Span).Should().Be("zwei");
        }

        await rabbit.ResetAsync(Token);
        await using (var connection = await factory.CreateConnectionAsync(Token))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: Token))
        {
            await FluentActions.Awaiting(() => channel.QueueDeclarePassiveAsync("words", Token))
                .Should().ThrowAsync<OperationInterruptedException>();
        }

        var inside = new Uri(rabbit.InternalConnectionString);
        (await RunInNetworkAsync(network, Busybox, "sh", "-c",
            $"printf 'AMQP\\0\\0\\11\\1' | timeout 10 nc {inside.Host} {inside.Port} | head -c 3 | od -An -tx1"))
            .Should().Contain("01 00 00");
    }
}
