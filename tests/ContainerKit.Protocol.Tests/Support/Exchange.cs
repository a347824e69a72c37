using System.Text;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>One request to the scripted engine, with methods that write any valid or invalid response.</summary>
internal sealed class Exchange(ScriptedRequest request, Stream stream, CancellationToken stopToken)
{
    public ScriptedRequest Request => request;

    /// <summary>The connection to the client.</summary>
    public Stream Connection => stream;

    /// <summary>Canceled when the engine is disposed at the end of the test.</summary>
    public CancellationToken StopToken => stopToken;

    /// <summary>Indicates whether the connection is closed after this exchange.</summary>
    public bool IsLast { get; private set; }

    public Task JsonAsync(int status, string json) => RespondAsync(status, "application/json", Encoding.UTF8.GetBytes(json));

    /// <summary>Responds with an error in the format of the Docker Engine.</summary>
    public Task ErrorAsync(int status, string message) =>
        JsonAsync(status, new System.Text.Json.Nodes.JsonObject { ["message"] = message }.ToJsonString());

    public Task EmptyAsync(int status = 204) =>
        WriteAsync($"HTTP/1.1 {status} Done\r\n{(status == 204 ? "" : "Content-Length: 0\r\n")}\r\n");

    public async Task RespondAsync(int status, string type, ReadOnlyMemory<byte> body, string headers = "")
    {
        await WriteAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {type}\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        await stream.WriteAsync(body, stopToken);
    }

    /// <summary>Starts a chunked response. <see cref="ChunkAsync(string)"/> continues it, and an empty chunk completes it.</summary>
    public Task StartChunkedAsync(string type = "application/json", int status = 200) =>
        WriteAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n");

    public async Task ChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        // A single write: a client that has read the bytes may close the connection before the chunk's line end is sent.
        byte[] chunk = [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes.Span, .. "\r\n"u8];
        await stream.WriteAsync(chunk, stopToken);
    }

    public Task ChunkAsync(string text) => ChunkAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Responds with a complete progress stream, one line per chunk.</summary>
    public async Task LinesAsync(params string[] lines)
    {
        await StartChunkedAsync();
        foreach (var line in lines) await ChunkAsync(line + "\r\n");
        await ChunkAsync("");
    }

    /// <summary>Upgrades the connection to a raw stream, which is closed when the handler returns.</summary>
    public Task UpgradeAsync()
    {
        Close();
        return WriteAsync(
            "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    }

    public async Task WriteAsync(string wire) => await stream.WriteAsync(Encoding.UTF8.GetBytes(wire), stopToken);

    /// <summary>Closes the connection after this exchange, even if the response is incomplete.</summary>
    public void Close() => IsLast = true;

    /// <summary>Sends nothing more and waits until the client closes the connection.</summary>
    public async Task StaySilentAsync()
    {
        Close();
        try
        {
            await ReadToEndAsync();
        }
        catch (IOException)
        {
            // The client closed with unread bytes, which resets the connection.
        }
    }

    /// <summary>Reads what the client sends until it closes its half of the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var received = new MemoryStream();
        await stream.CopyToAsync(received, stopToken);
        return Encoding.UTF8.GetString(received.ToArray());
    }
}
