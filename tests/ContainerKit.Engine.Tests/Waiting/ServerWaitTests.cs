using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests <c>Wait.ForServer</c>: a callback checks the server over its own protocol.</summary>
public sealed class ServerWaitTests : EngineTest
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    [DockerFact]
    public async Task Server_wait_repeats_the_callback_with_the_published_address_until_the_server_responds()
    {
        PortAddress? checkedAddress = null;
        var spec = Spec("sh", "-c", "sleep 0.4; exec nc -ll -p 80 -e echo INFO") with
        {
            Publish = [80],
            Wait = Wait.ForServer(80, "NATS", async (address, token) =>
            {
                checkedAddress = address;
                return await ReadGreetingAsync(address, token) == "INFO";
            }),
        };

        await using var container = await Image.Pull(Busybox).Run(spec);

        checkedAddress.Should().Be(await container.GetPublishedPortAsync(80, Token));
    }

    [DockerFact]
    public async Task Server_wait_inspects_the_container_once_for_any_number_of_checks()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        var checks = 0;
        var spec = Spec("sleep", "infinity") with
        {
            Publish = [80],
            Wait = Wait.ForServer(80, "NATS", (_, _) => Task.FromResult(++checks == 5)),
        };

        await using var container = await Image.Pull(Busybox).Run(spec).On(engine).ExecuteAsync(Token);
        await container.GetPublishedPortAsync(80, Token);

        checks.Should().Be(5);
        proxy.Requests.Should().HaveCount(4, "create, start, inspect and the wait for the exit");
    }

    [DockerFact]
    public async Task Server_wait_that_times_out_reports_the_unexpected_response_and_the_hint()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("nc", "-ll", "-p", "80", "-e", "echo", "starting") with { Publish = [80], Wait = Wait.ForPort(80) });
        var wait = Wait.ForServer(80, "NATS", async (address, token) => await ReadGreetingAsync(address, token) == "INFO")
            .WithTimeout(_timeout).WithTimeoutHint("Increase NatsSpec.StartTimeout.");

        var failure = await container.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>();

        var address = await container.GetPublishedPortAsync(80, Token);
        failure.Which.LastResult.Should().Be($"the response from {address} is not that of a server that is ready");
        failure.Which.Message.Should().StartWith("Could not wait for NATS on port 80").And.EndWith("\nIncrease NatsSpec.StartTimeout.");
    }

    [DockerFact]
    public async Task Exception_of_a_server_check_is_the_last_result_of_the_wait()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Publish = [80] });
        var wait = Wait.ForServer(80, "NATS", (_, _) => throw new InvalidDataException("no greeting")).WithTimeout(_timeout);

        (await container.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>())
            .Which.LastResult.Should().Be("InvalidDataException: no greeting");
    }

    [DockerFact]
    public async Task Server_check_that_reports_a_removed_container_fails_the_wait()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Publish = [80] });
        await using var removed = await Image.Pull(Busybox).Run(Spec("sleep", "infinity"));
        await removed.RemoveAsync(Token);
        var wait = Wait.ForServer(80, "NATS", async (_, token) => (await removed.InspectAsync(token)).State == ContainerState.Running);

        await container.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    private static async Task<string?> ReadGreetingAsync(PortAddress address, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(cancellationToken);
    }
}
