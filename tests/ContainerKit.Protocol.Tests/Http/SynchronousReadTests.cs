using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>Streams of the engine that are read by code that blocks its thread.</summary>
public sealed class SynchronousReadTests : ProtocolTest
{
    private static readonly EngineApiRequest _request = new(HttpMethod.Get, "plugins", "read the plugins");

    [Fact(Timeout = 30_000)]
    public async Task Code_that_blocks_its_thread_until_the_next_read_has_ended_gets_the_bytes()
    {
        const string Text = "abcdefghij";
        SendSlowly(Text);
        await using var stream = await Engine.OpenAsync(_request, Token);

        var read = "";
        while (read.Length < Text.Length) read += await ReadAsync(stream) + ReadBlocking(stream);

        read.Should().Be(Text);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stream_can_be_read_synchronously_after_an_asynchronous_read()
    {
        SendSlowly("abcdefghij");
        await using var stream = await Engine.OpenAsync(_request, Token);

        (await ReadAsync(stream) + ReadToEnd(stream)).Should().Be("abcdefghij");
    }

    [Fact(Timeout = 30_000)]
    public async Task Disposing_a_stream_ends_a_read_that_blocks_its_thread()
    {
        Script.On("GET /plugins", async exchange =>
        {
            await exchange.StartChunkedAsync();
            await Task.Delay(30, exchange.StopToken);
            await exchange.ChunkAsync("a");
            await exchange.StaySilentAsync();
        });
        var stream = await Engine.OpenAsync(_request, Token);
        var isBlocking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        async Task ReadTwiceAsync()
        {
            await ReadAsync(stream);
            isBlocking.SetResult();
            ReadBlocking(stream);
        }

        var reading = Task.Run(ReadTwiceAsync, Token);
        await isBlocking.Task.WaitAsync(Token);
        await stream.DisposeAsync();

        await FluentActions.Awaiting(() => reading.WaitAsync(Token)).Should().ThrowAsync<ObjectDisposedException>();
    }

    // The pieces arrive one by one, so that each read has to wait.
    private void SendSlowly(string text) => Script.On("GET /plugins", async exchange =>
    {
        await exchange.StartChunkedAsync();
        foreach (var c in text)
        {
            await Task.Delay(30, exchange.StopToken);
            await exchange.ChunkAsync($"{c}");
        }

        await exchange.WriteAsync("0\r\n\r\n");
    });

    private static async Task<string> ReadAsync(Stream stream)
    {
        var buffer = new byte[1];
        await stream.ReadExactlyAsync(buffer, Token);
        return Encoding.ASCII.GetString(buffer);
    }

    private static string ReadBlocking(Stream stream)
    {
        var reading = ReadAsync(stream);
        reading.Wait(Token);
        return reading.Result;
    }

    private static string ReadToEnd(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return reader.ReadToEnd();
    }
}
