using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>
/// Responses that never end or are far too large. The tests assert the memory, never the time. It includes that of all threads of the
/// process, so the class runs without other tests.
/// </summary>
[Collection(nameof(ResponseLimitTests))]
[CollectionDefinition(nameof(ResponseLimitTests), DisableParallelization = true)]
public sealed class ResponseLimitTests : ProtocolTest
{
    private const long MegaByte = 1024 * 1024;

    protected override DockerEngineOptions Options => base.Options with { RequestTimeout = TimeSpan.FromSeconds(20) };

    [Fact(Timeout = 60_000)]
    public async Task An_endless_error_body_is_read_up_to_64_KiB()
    {
        Script.On("GET /containers/*/json", exchange => FloodAsync(exchange, 500, "x"));

        var (error, allocated) = await MeasureAsync<EngineApiException>(() => Container.InspectAsync(Token));

        error.EngineMessage.Length.Should().Be(64 * 1024);
        error.Message.Length.Should().BeLessThan(20_000);
        allocated.Should().BeLessThan(20 * MegaByte);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_endless_error_body_of_a_typed_request_is_read_up_to_64_KiB()
    {
        Script.On("POST /containers/*/exec", exchange => FloodAsync(exchange, 500, "x"));

        var (error, allocated) = await MeasureAsync<EngineApiException>(() => Container.ExecAsync(["ls"], Token));

        error.EngineMessage.Length.Should().Be(64 * 1024);
        allocated.Should().BeLessThan(20 * MegaByte);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(200)]
    [InlineData(500)]
    public async Task An_endless_ping_body_is_not_read_to_its_end(int status)
    {
        Script.On("GET /_ping", exchange => FloodAsync(exchange, status, "x"));

        var (error, allocated) = await MeasureAsync<EngineUnavailableException>(() => Container.InspectAsync(Token));

        error.Message.Length.Should().BeLessThan(5000);
        allocated.Should().BeLessThan(20 * MegaByte);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_endless_JSON_line_throws_EngineUnavailable()
    {
        Script.On("POST /images/create", exchange => FloodAsync(exchange, 200, "x"));

        var (error, allocated) = await MeasureAsync<EngineUnavailableException>(() =>
            Image.Pull("app", PullPolicy.Always).On(Engine).ExecuteAsync(Token));

        error.Message.Should().Contain("Could not pull app:latest").And.Contain("more than 32 MiB");
        allocated.Should().BeLessThan(300 * MegaByte);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_endless_JSON_document_throws_EngineUnavailable_with_the_remedy()
    {
        Script.On("GET /containers/json", exchange => FloodAsync(exchange, 200, "[1,1,1,1,"));

        var (error, allocated) = await MeasureAsync<EngineUnavailableException>(() =>
            Engine.ListContainersAsync(new ContainerFilter(), Token));

        error.Message.Should().Contain("more than 256 MiB").And.Contain("filter");
        allocated.Should().BeLessThan(1500 * MegaByte);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_oversized_response_to_the_wait_for_an_exit_throws_EngineUnavailable()
    {
        // Without the limit, the body would be read up to 2 GB.
        Script.On("POST /containers/*/attach", exchange => exchange.UpgradeAsync());
        Script.On("POST /containers/*/wait", async exchange =>
        {
            exchange.Close();
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n{");
        });

        var (error, allocated) = await MeasureAsync<EngineUnavailableException>(() =>
            Image.Local("app").Run(new ContainerSpec("ls") { AutoRemove = true }).ToCompletion().On(Engine).ExecuteAsync(Token));

        error.Message.Should().Contain("more than 256 MiB");
        allocated.Should().BeLessThan(50 * MegaByte);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_declared_length_above_the_limit_throws_before_the_body_is_read()
    {
        Script.On("GET /containers/*/json", async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n{");
            await exchange.StaySilentAsync();
        });

        var (error, _) = await MeasureAsync<EngineUnavailableException>(() => Container.InspectAsync(Token));

        error.Message.Should().Contain("more than 256 MiB");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_log_tail_of_a_long_line_holds_only_its_end()
    {
        const int Length = 100 * (int)MegaByte;
        Script.On("GET /containers/*/logs", async exchange =>
        {
            exchange.Close();
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\n\r\n");
            await exchange.Connection.WriteAsync(new byte[] { 1, 0, 0, 0, Length >> 24, Length >> 16 & 0xff, 0, 0 }, exchange.StopToken);
            var piece = Encoding.ASCII.GetBytes(new string('x', (int)MegaByte - 3) + "end");
            for (var i = 0; i < Length / MegaByte; i++) await exchange.Connection.WriteAsync(piece, exchange.StopToken);
        });

        await Container.InspectAsync(Token);
        var before = GC.GetTotalAllocatedBytes();
        var tail = await Container.ReadLogTailAsync(Token);
        var allocated = GC.GetTotalAllocatedBytes() - before;

        tail.Should().HaveLength(16_000).And.EndWith("xend");
        allocated.Should().BeLessThan(20 * MegaByte);
    }

    private static async Task<(TException Error, long Allocated)> MeasureAsync<TException>(Func<Task> act)
        where TException : Exception
    {
        var before = GC.GetTotalAllocatedBytes();
        var error = await FluentActions.Awaiting(act).Should().ThrowAsync<TException>();
        return (error.Which, GC.GetTotalAllocatedBytes() - before);
    }

    // Sends until the client closes the connection.
    private static async Task FloodAsync(Exchange exchange, int status, string text)
    {
        exchange.Close();
        await exchange.StartChunkedAsync(status: status);
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, 65536 / text.Length)));
        byte[] chunk = [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8];
        while (true) await exchange.Connection.WriteAsync(chunk, exchange.StopToken);
    }
}
