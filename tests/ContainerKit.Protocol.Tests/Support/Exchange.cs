using System.Text;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>One request, and the means to answer it in any way, well or badly.</summary>
internal sealed class Exchange(ScriptedRequest request, Stream stream, CancellationToken stopped)
{
    public ScriptedRequest Request => request;

    /// <summary>The connection itself.</summary>
    public Stream Raw => stream;

    /// <summary>Fires when the test is over.</summary>
    public CancellationToken Stopped => stopped;

    /// <summary>Whether the connection is closed after this exchange.</summary>
    public bool IsLast { get; private set; }

    public Task JsonAsync(int status, string json) => AnswerAsync(status, "application/json", Encoding.UTF8.GetBytes(json));

    public Task RefuseAsync(int status, string message) => JsonAsync(status, new System.Text.Json.Nodes.JsonObject { ["message"] = message }.ToJsonString());

    public Task EmptyAsync(int status = 204) => RawAsync($"HTTP/1.1 {status} Done\r\n{(status == 204 ? "" : "Content-Length: 0\r\n")}\r\n");

    public async Task AnswerAsync(int status, string type, ReadOnlyMemory<byte> body, string headers = "")
    {
        await RawAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {type}\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        await stream.WriteAsync(body, stopped);
    }

    /// <summary>Begins an answer of open length; <see cref="ChunkAsync(string)"/> goes on with it, and an empty chunk ends it.</summary>
    public Task BeginAsync(string type = "application/json", int status = 200) =>
        RawAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n");

    public async Task ChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        // In one piece: whoever has seen the bytes may leave, and then there is nobody to send a line's end to.
        byte[] chunk = [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes.Span, .. "\r\n"u8];
        await stream.WriteAsync(chunk, stopped);
    }

    public Task ChunkAsync(string text) => ChunkAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>A whole progress stream, one line a chunk.</summary>
    public async Task LinesAsync(params string[] lines)
    {
        await BeginAsync();
        foreach (var line in lines) await ChunkAsync(line + "\r\n");
        await ChunkAsync("");
    }

    /// <summary>Hands the connection over: it is a raw stream from here, and closed when the script for it ends.</summary>
    public Task UpgradeAsync()
    {
        Close();
        return RawAsync("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    }

    public async Task RawAsync(string wire) => await stream.WriteAsync(Encoding.UTF8.GetBytes(wire), stopped);

    /// <summary>The connection ends after this exchange, whatever has been promised.</summary>
    public void Close() => IsLast = true;

    /// <summary>Says nothing more, until the other side closes.</summary>
    public async Task SilenceAsync()
    {
        Close();
        try
        {
            await ReadToEndAsync();
        }
        catch (IOException)
        {
            // It left with bytes unread, which resets the connection instead of ending it.
        }
    }

    /// <summary>What the other side sends until it closes its half.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var sent = new MemoryStream();
        await stream.CopyToAsync(sent, stopped);
        return Encoding.UTF8.GetString(sent.ToArray());
    }
}
