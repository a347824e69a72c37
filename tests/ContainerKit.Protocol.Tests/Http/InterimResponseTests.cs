using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>Interim responses, and proxies that do not pass an upgrade on.</summary>
public sealed class InterimResponseTests : ProtocolTest
{
    private const string RawHead = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n";

    [Theory(Timeout = 30_000)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")]
    public async Task Interim_responses_before_an_upgrade_are_skipped(string interim)
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.WriteAsync(interim);
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "out"), exchange.StopToken);
        });

        (await Container.ExecAsync(["ls"], Token)).Stdout.Should().Be("out");
    }

    [Fact(Timeout = 30_000)]
    public async Task Interim_responses_before_the_response_to_an_upload_are_skipped()
    {
        Script.On("GET /images/json", exchange => exchange.JsonAsync(200, "[]"));
        Script.On("POST /images/load", async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
            await exchange.LinesAsync("""{"stream":"Loaded image: app:1\n"}""");
        });

        (await Engine.LoadImagesAsync(new MemoryStream([1]), Token)).Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task Endless_interim_responses_throw_EngineUnavailable()
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            exchange.Close();
            while (true) await exchange.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
        });

        await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*interim responses*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_in_a_chunked_body_is_read_if_a_proxy_removed_the_upgrade()
    {
        StartStripped(chunked: true);

        (await Container.ExecAsync(["echo"], Token)).Stdout.Should().Be("hello world");
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_in_a_body_with_a_length_is_read_if_a_proxy_removed_the_upgrade()
    {
        StartStripped(chunked: false);

        (await Container.ExecAsync(["echo"], Token)).Stdout.Should().Be("hello world");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_chunked_output_without_its_last_chunk_throws_EngineUnavailable()
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            exchange.Close();
            await exchange.WriteAsync(RawHead + "Transfer-Encoding: chunked\r\n\r\n");
            await exchange.ChunkAsync(HealthyEngine.Frame(1, "hello"));
        });

        await FluentActions.Awaiting(() => Container.ExecAsync(["echo"], Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*closed the connection before its response was complete*");
    }

    [Fact(Timeout = 30_000)]
    public async Task Input_for_a_process_throws_with_the_remedy_if_a_proxy_removed_the_upgrade()
    {
        StartStripped(chunked: true);

        await FluentActions.Awaiting(() => Container.ExecAsync(new ExecSpec("cat") { StandardInput = "in" }, Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("Could not exec `cat` in *removed the header Upgrade*no input*");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_ordinary_response_instead_of_an_upgrade_throws_with_the_remedy()
    {
        Script.On("POST /exec/*/start", exchange => exchange.RespondAsync(200, "text/html", "<html>"u8.ToArray()));

        await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token)).Should().ThrowAsync<EngineApiException>()
            .WithMessage("*did not upgrade*proxy*");
    }

    private void StartStripped(bool chunked) => Script.On("POST /exec/*/start", async exchange =>
    {
        exchange.Close();
        byte[] output = [.. HealthyEngine.Frame(1, "hello "), .. HealthyEngine.Frame(1, "world")];
        await exchange.WriteAsync(RawHead + (chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {output.Length}") + "\r\n\r\n");
        if (!chunked)
        {
            await exchange.Connection.WriteAsync(output, exchange.StopToken);
            return;
        }

        // The chunks of a proxy do not match the frames.
        await exchange.ChunkAsync(output.AsMemory(0, 5));
        await exchange.ChunkAsync(output.AsMemory(5));
        await exchange.ChunkAsync("");
    });
}
