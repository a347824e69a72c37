using System.Net.Sockets;

namespace ContainerKit.Testing;

/// <summary>
/// Waits for a server by the first words of its own protocol, through the very port that its clients take. An answer is what they need: a line
/// in the log may be that of a server which only prepares the database, and the engine's own proxy accepts connections for a
/// server that does not listen yet.
/// </summary>
internal static class Handshake
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <param name="protocol">The server or its protocol, for messages.</param>
    /// <param name="question">What a client says first; nothing where the server begins.</param>
    /// <param name="length">How much of the answer to look at.</param>
    /// <param name="isReady">Whether it is that of a server that is ready.</param>
    public static Wait For(string protocol, int port, ReadOnlyMemory<byte> question, int length, Func<byte[], bool> isReady) =>
        Wait.For($"{protocol} on port {port}", async (container, token) =>
        {
            var address = await container.GetPortAsync(port, token).ConfigureAwait(false);
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(token);
            bound.CancelAfter(_patience);
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, bound.Token).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(question, bound.Token).ConfigureAwait(false);
            var answer = new byte[length];
            await stream.ReadExactlyAsync(answer, bound.Token).ConfigureAwait(false);
            return isReady(answer);
        });
}
