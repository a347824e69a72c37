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

    [DockerFact]
    public async Task A_reset_of_Mosquitto_removes_the_retained_messages_and_keeps_its_clients()
    {
        var spec = new MosquittoSpec();
        await using var broker = await Mosquitto.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);
        // Clients with the same options would have the same client id, and the second one would end the connection of the first one.
        var options = new MqttClientOptionsBuilder().WithConnectionUri(broker.ConnectionString);
        using var writer = new MqttClientFactory().CreateMqttClient();
        await writer.ConnectAsync(options.WithClientId("writer").Build(), Token);
        for (var i = 0; i < 300; i++)
            await writer.PublishStringAsync($"stock/{i}/ü", new string('x', i), retain: true, cancellationToken: Token);

        await broker.ResetAsync(Token);
        await broker.ResetAsync(Token);

        var received = new List<string>();
        var end = new TaskCompletionSource();
        using var reader = new MqttClientFactory().CreateMqttClient();
        reader.ApplicationMessageReceivedAsync += message =>
        {
            received.Add(message.ApplicationMessage.Topic);
            if (message.ApplicationMessage.Topic == "end") end.TrySetResult();
            return Task.CompletedTask;
        };
        await reader.ConnectAsync(options.WithClientId("reader").Build(), Token);
        await reader.SubscribeAsync("#", cancellationToken: Token);
        await writer.PublishStringAsync("end", "", cancellationToken: Token);
        await end.Task.WaitAsync(Token);
        received.Should().Equal("end");
    }

    [Fact]
    public void A_Mosquitto_user_that_the_password_file_cannot_represent_is_rejected() =>
        FluentActions.Invoking(() => new MosquittoSpec { User = "a:b" }).Should().Throw<ArgumentException>();
}
