using System.Net.Sockets;

namespace ContainerKit.Services.Internal;

/// <summary>
/// The waits that check a server with the first messages of its protocol, through the published port that its clients
/// use. A log line is no proof: it may be from a temporary server that initializes the database. An accepted connection
/// is no proof either: Docker's userland proxy accepts connections before the server listens, see
/// https://github.com/moby/moby/issues/16976.
/// </summary>
internal static class Handshake
{
    /// <summary>Creates a wait for the response of a server that is ready.</summary>
    /// <param name="protocol">The name of the server or its protocol, for messages.</param>
    /// <param name="port">The port in the container.</param>
    /// <param name="request">The first message of a client. Empty if the server sends the first message.</param>
    /// <param name="length">The number of bytes of the response to read.</param>
    /// <param name="isReady">Returns whether these bytes are the response of a server that is ready.</param>
    public static Wait WaitFor(string protocol, int port, ReadOnlyMemory<byte> request, int length, Func<byte[], bool> isReady) =>
        Wait.ForServer(port, protocol, async (address, cancellationToken) =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            var response = new byte[length];
            await stream.ReadExactlyAsync(response, cancellationToken).ConfigureAwait(false);
            return isReady(response);
        });

    /// <summary>
    /// Creates a wait for any HTTP response, such as one that denies access. It is sufficient for a server that starts
    /// to listen when it is ready.
    /// </summary>
    public static Wait WaitForHttp(int port) => WaitForHttp("HTTP", port);

    /// <inheritdoc cref="WaitForHttp(int)"/>
    public static Wait WaitForHttp(string protocol, int port) => WaitFor(
        protocol, port, "GET / HTTP/1.0\r\n\r\n"u8.ToArray(), length: 5, response => response.AsSpan().SequenceEqual("HTTP/"u8));
}
