using MQTTnet;

namespace ContainerKit.Services.Tests;

public sealed class MosquittoTests : ServiceTest
{
    [DockerFact]
    public async Task Mosquitto_delivers_messages_to_MQTTnet()
    {
        var spec = new MosquittoSpec();
        await using var broker = await Mosquitto.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message =>
        {
            received.TrySetResult(message.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder().WithConnectionUri(broker.ConnectionString).Build();
        (await client.ConnectAsync(options, Token)).ResultCode.Should().Be(MqttClientConnectResultCode.Success);
        await client.SubscribeAsync("parcels", cancellationToken: Token);
        await client.PublishStringAsync("parcels", "zwei", cancellationToken: Token);
        (await received.Task.WaitAsync(Token)).Should().Be("zwei");
    }

    [DockerFact]
    public async Task Mosquitto_accepts_only_its_user_and_does_not_show_the_password_in_texts()
    {
        var spec = new MosquittoSpec { User = "app user", Password = "a b/ü" };
        await using var broker = await Mosquitto.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer(broker.Address.Host, broker.Address.Port);
        (await client.ConnectAsync(options.Build(), Token)).ResultCode.Should().Be(MqttClientConnectResultCode.NotAuthorized);
        options = options.WithCredentials(broker.User, broker.Password);
        (await client.ConnectAsync(options.Build(), Token)).ResultCode.Should().Be(MqttClientConnectResultCode.Success);

        broker.InternalConnectionString.Should().Be($"mqtt://app%20user:a%20b%2F%C3%BC@{broker.Container.Name}:1883");
        $"{spec} {broker} {await broker.Container.InspectAsync(Token)}".Should().NotContain("a b/ü");
    }

    [Fact]
    public void A_Mosquitto_user_that_the_password_file_cannot_represent_is_rejected() =>
        FluentActions.Invoking(() => new MosquittoSpec { User = "a:b" }).Should().Throw<ArgumentException>();
}
