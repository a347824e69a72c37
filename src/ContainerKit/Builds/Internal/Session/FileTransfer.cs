using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ContainerKit.Builds;

/// <summary>
/// Sends a folder to BuildKit, which keeps a copy of it from the previous build: lists all files with their metadata, and sends the
/// content of those that BuildKit requests. Both happen at the same time. The protocol is that of
/// https://github.com/tonistiigi/fsutil.
/// </summary>
internal sealed class FileTransfer(GrpcCall call, IFileSource source)
{
    private const int PieceSize = 32 * 1024;

    private readonly ConcurrentDictionary<uint, string> _files = [];
    private readonly Channel<(uint Id, string Path)> _requests = Channel.CreateUnbounded<(uint Id, string Path)>();

    /// <summary>Sends the folder.</summary>
    /// <exception cref="UnreadableContextException">A file could not be read.</exception>
    /// <exception cref="GrpcException">BuildKit reported an error, or violated the protocol.</exception>
    public async Task RunAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        // The first failure stops the other parts. Those are canceled then, so that WhenAll throws the failure.
        await Task.WhenAll(Part(ListAsync), Part(SendContentsAsync), Part(_ => ReceiveAsync().WaitAsync(stop.Token))).ConfigureAwait(false);
        await SendAsync(new ProtobufWriter().Write(1, (int)FilePacketType.Finish)).ConfigureAwait(false);

        async Task Part(Func<CancellationToken, Task> work)
        {
            try
            {
                await work(stop.Token).ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var id = 0u;
        await source.ListAsync((stat, path) =>
        {
            if (path is not null) _files[id] = path;
            id++;
            return SendAsync(new ProtobufWriter().Write(1, (int)FilePacketType.Stat).WriteMessage(2, stat.Written.Span));
        }, cancellationToken).ConfigureAwait(false);
        await SendAsync(new ProtobufWriter().Write(1, (int)FilePacketType.Stat)).ConfigureAwait(false);
    }

    private async Task SendContentsAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceSize];
        var packet = new ProtobufWriter();
        await foreach (var (id, path) in _requests.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var file = source.Open(path);
            await using (file.ConfigureAwait(false))
            {
                int count;
                do
                {
                    count = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                    packet.Clear();
                    packet.Write(1, (int)FilePacketType.Data).Write(3, id).Write(4, buffer.AsSpan(0, count));
                    await SendAsync(packet).ConfigureAwait(false);
                }
                while (count > 0);
            }
        }
    }

    private async Task ReceiveAsync()
    {
        while (await call.ReadAsync().ConfigureAwait(false) is { } packet)
        {
            var (type, id, error) = Parse(packet);
            switch (type)
            {
                case FilePacketType.Request:
                    // Each file once, which limits the number of waiting requests.
                    if (!_files.TryRemove(id, out var path))
                        throw new GrpcException(GrpcStatus.InvalidArgument, $"the file {id} does not exist, or was requested before");
                    _requests.Writer.TryWrite((id, path));
                    break;
                case FilePacketType.Finish:
                    _requests.Writer.Complete();
                    return;
                case FilePacketType.Error:
                    throw new GrpcException(GrpcStatus.Unknown, "the receiver failed: " + error);
            }
        }

        throw new GrpcException(GrpcStatus.Canceled, "the receiver ended the transfer early");
    }

    private static (FilePacketType Type, uint Id, string Error) Parse(byte[] packet)
    {
        var (type, id, error) = (FilePacketType.Stat, 0u, "");
        var reader = new ProtobufReader(packet);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    type = (FilePacketType)reader.Number;
                    break;
                case 3:
                    id = (uint)reader.Number;
                    break;
                case 4:
                    error = reader.Text;
                    break;
            }
        }

        return (type, id, error);
    }

    private Task SendAsync(ProtobufWriter packet) => call.WriteAsync(packet.Written);
}
