using MQTTnet;

namespace ContainerKit.Services.Tests;

public sealed class MosquittoTests : ServiceTest
{
    [DockerFact]
    public async Task Mosquitto_delivers_messages_to_MQTTnet_and_accepts_only_its_user()
    {
        var spec = new MosquittoSpec { User = "app user", Password = "a b/ü" };
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var broker = await Mosquitto.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() with { Networks = [network] } })
            .ExecuteAsync(Token);

        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message =>
        {
            received.TrySetResult(message.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder().WithConnectionUri(broker.ConnectionString);
        await client.ConnectAsync(options.Build(), Token);
        await client.SubscribeAsync("parcels", cancellationToken: Token);
        await client.PublishStringAsync("parcels", "zwei", cancellationToken: Token);
        (await received.Task.WaitAsync(Token)).Should().Be("zwei");

        using var stranger = new MqttClientFactory().CreateMqttClient();
        var anonymous = new MqttClientOptionsBuilder().WithTcpServer(broker.Address.Host, broker.Address.Port).Build();
        await FluentActions.Awaiting(() => stranger.ConnectAsync(anonymous, Token)).Should().ThrowAsync<Exception>();
        broker.InternalConnectionString.Should().Be($"mqtt://app%20user:a%20b%2F%C3%BC@{broker.Container.Name}:1883");
        $"{spec} {broker} {await broker.Container.InspectAsync(Token)}".Should().NotContain("a b/ü");
    }

    [Fact]
    public void A_Mosquitto_user_that_the_password_file_cannot_represent_is_rejected() =>
        FluentActions.Invoking(() => new MosquittoSpec { User = "a:b" }).Should().Throw<ArgumentException>();
}
