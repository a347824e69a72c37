using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

public sealed class HijackTests : ProtocolTest
{
    [Theory(Timeout = 30_000)]
    [InlineData("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: tcp\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n")]
    public async Task A_connection_is_hijacked_after_every_known_upgrade_response(string header)
    {
        Start(async exchange =>
        {
            exchange.Close();
            await exchange.WriteAsync(header);
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "out"), exchange.StopToken);
        });

        (await ExecAsync()).Stdout.Should().Be("out");
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_that_arrive_with_the_response_header_are_not_lost()
    {
        Start(async exchange =>
        {
            exchange.Close();
            byte[] response = [.. "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n"u8,
                .. HealthyEngine.Frame(1, "early "), .. HealthyEngine.Frame(2, "err"), .. HealthyEngine.Frame(1, "late")];
            await exchange.Connection.WriteAsync(response.AsMemory(0, 60), exchange.StopToken);
            await exchange.Connection.WriteAsync(response.AsMemory(60), exchange.StopToken);
        });

        var result = await ExecAsync();

        (result.Stdout, result.Stderr).Should().Be(("early late", "err"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_response_header_that_arrives_byte_by_byte_is_read()
    {
        Start(async exchange =>
        {
            exchange.Close();
            foreach (var character in "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n") await exchange.WriteAsync(character.ToString());
        });

        (await ExecAsync()).Stdout.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_response_with_a_content_length_is_read_while_the_connection_stays_open()
    {
        Start(exchange => exchange.ErrorAsync(409, "Container c0ffee is paused, unpause the container before exec"));

        await FluentActions.Awaiting(ExecAsync).Should().ThrowAsync<EngineApiException>()
            .WithMessage("Could not exec `ls` in app (c0ffee012345): the engine answered 409*is paused*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_chunked_error_response_to_a_hijack_is_read()
    {
        Start(async exchange =>
        {
            await exchange.StartChunkedAsync(status: 500);
            await exchange.ChunkAsync("""{"message":"it is """);
            await exchange.ChunkAsync("""broken"}""");
            await exchange.ChunkAsync("");
        });

        await FluentActions.Awaiting(ExecAsync).Should().ThrowAsync<EngineApiException>().WithMessage("*500 \"it is broken\"*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hijack_response_that_is_not_HTTP_is_reported()
    {
        Start(async exchange =>
        {
            exchange.Close();
            await exchange.WriteAsync("garbage\r\n\r\n");
        });

        await FluentActions.Awaiting(ExecAsync).Should().ThrowAsync<EngineUnavailableException>().WithMessage("*is not HTTP*garbage*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_incomplete_hijack_response_is_reported()
    {
        Start(exchange =>
        {
            exchange.Close();
            return exchange.WriteAsync("HTTP/1.1 101 UPGR");
        });

        await FluentActions.Awaiting(ExecAsync).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*closed the connection before its response was complete*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_can_write_output_after_the_end_of_its_input()
    {
        Start(async exchange =>
        {
            await exchange.UpgradeAsync();
            var input = await exchange.ReadToEndAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1,
                $"read {Encoding.UTF8.GetByteCount(input)} bytes"), exchange.StopToken);
        });

        var result = await Container.ExecAsync(new ExecSpec("wc") { StandardInput = new string('ö', 100_000) }, Token);

        result.Stdout.Should().Be("read 200000 bytes");
    }

    [Fact(Timeout = 30_000)]
    public async Task Unread_input_does_not_prevent_the_exec_from_completing()
    {
        Start(async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "enough"), exchange.StopToken);
        });

        var result = await Container.ExecAsync(new ExecSpec("head") { StandardInput = new string('x', 10_000_000) }, Token);

        result.Stdout.Should().Be("enough");
    }

    [Fact(Timeout = 30_000)]
    public async Task Ordinary_requests_share_a_connection_and_each_hijack_uses_its_own()
    {
        for (var round = 0; round < 3; round++) await ExecAsync();

        Script.Requests.Should().HaveCount(9);
        Script.Connections.Should().Be(1 + 3);
    }

    private void Start(Func<Exchange, Task> handler) => Script.On("POST /exec/*/start", handler);

    private Task<ProcessResult> ExecAsync() => Container.ExecAsync(["ls"], Token);
}
