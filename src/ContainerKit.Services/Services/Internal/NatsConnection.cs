using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit.Services.Internal;

/// <summary>
/// A connection to a NATS server for requests without content, as its management API needs. The protocol:
/// https://docs.nats.io/reference/reference-protocols/nats-protocol
/// </summary>
internal sealed class NatsConnection : IDisposable
{
    private const string Inbox = "_INBOX.containerkit";

    // The longest message that a server accepts by default has 1 MiB; a page of names is shorter.
    private const int MaximumLength = 4 * 1024 * 1024;

    private readonly TcpClient _client;
    private readonly PipeReader _reader;

    private NatsConnection(TcpClient client)
    {
        _client = client;
        _reader = PipeReader.Create(client.GetStream());
    }

    /// <summary>Connects to a server that requires no authentication.</summary>
    public static async Task<NatsConnection> OpenAsync(PortAddress address, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            var connection = new NatsConnection(client);
            // With these options, the server sends a status if the subject of a request has no subscriber.
            const string Options = """{"verbose":false,"headers":true,"no_responders":true}""";
            await connection.SendAsync($"CONNECT {Options}\r\nSUB {Inbox} 1\r\n", cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request, and returns the content of its response; null if the subject has no subscriber.</summary>
    /// <exception cref="IOException">The server closed the connection or responded with an error.</exception>
    public async Task<byte[]?> RequestAsync(string subject, CancellationToken cancellationToken)
    {
        await SendAsync($"PUB {subject} {Inbox} 0\r\n\r\n", cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var line = Encoding.UTF8.GetString(await ReadAsync(FindLine, cancellationToken).ConfigureAwait(false)).TrimEnd();
            switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["MSG", _, _, var length]:
                    return await ReadContentAsync(length, cancellationToken).ConfigureAwait(false);
                case ["HMSG", _, _, _, var length]:
                    // Only the server's own status has headers.
                    await ReadContentAsync(length, cancellationToken).ConfigureAwait(false);
                    return null;
                case ["PING"]:
                    await SendAsync("PONG\r\n", cancellationToken).ConfigureAwait(false);
                    break;
                case ["-ERR", ..]:
                    throw new IOException($"The server responded with {VisibleText.Quote(line)}.");
            }
        }
    }

    public void Dispose()
    {
        _reader.Complete();
        _client.Dispose();
    }

    private static SequencePosition? FindLine(ReadOnlySequence<byte> buffer) => buffer.PositionOf((byte)'\n') is { } end
        ? buffer.GetPosition(1, end)
        : null;

    private async Task<byte[]> ReadContentAsync(string lengthText, CancellationToken cancellationToken)
    {
        if (!int.TryParse(lengthText, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > MaximumLength)
            throw new IOException($"The server sent a message with the invalid length {VisibleText.Quote(lengthText)}.");
        // A line end follows the content.
        var content = await ReadAsync(
            buffer => buffer.Length < length + 2 ? null : buffer.GetPosition(length + 2), cancellationToken).ConfigureAwait(false);
        return content[..length];
    }

    private async Task<byte[]> ReadAsync(Func<ReadOnlySequence<byte>, SequencePosition?> findEnd, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (findEnd(read.Buffer) is { } end)
            {
                var bytes = read.Buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(end);
                return bytes;
            }

            if (read.IsCompleted) throw new EndOfStreamException("The server closed the connection.");
            if (read.Buffer.Length > MaximumLength + 2) throw new IOException("The server sent a line without an end.");
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellationToken) =>
        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
}
