using System.Net.Sockets;

namespace ContainerKit.Testing;

/// <summary>
/// Asks a server the first question of its own protocol, through the very port that its users take. An answer is what they need: a line in
/// the log may be that of a server which only prepares the database, and the engine's own proxy accepts connections for a server
/// that does not listen yet.
/// </summary>
internal static class Handshake
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public static Func<Container, CancellationToken, Task> Wait(int port, ReadOnlyMemory<byte> question, int length, Func<byte[], bool> isReady) => async (container, token) =>
    {
        while (!await SucceedsAsync(container, port, question, length, isReady, token).ConfigureAwait(false)) await Task.Delay(25, token).ConfigureAwait(false);
    };

    /// <summary>Whether the server's answer begins as that of a server that is ready.</summary>
    /// <param name="question">What is sent first; nothing for a server that speaks first.</param>
    /// <param name="length">How much of the answer to look at.</param>
    public static async Task<bool> SucceedsAsync(
        Container container, int port, ReadOnlyMemory<byte> question, int length, Func<byte[], bool> isReady, CancellationToken cancellationToken)
    {
        var address = await container.GetPortAsync(port, cancellationToken).ConfigureAwait(false);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(_patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, bound.Token).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(question, bound.Token).ConfigureAwait(false);
            var answer = new byte[length];
            await stream.ReadExactlyAsync(answer, bound.Token).ConfigureAwait(false);
            return isReady(answer);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
