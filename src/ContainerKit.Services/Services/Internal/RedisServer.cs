using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Services.Internal;

/// <summary>The common parts of Redis and of the servers with its protocol (RESP).</summary>
internal static class RedisServer
{
    public const int Port = 6379;

    /// <summary>Creates a wait for the response to a ping, after the password was accepted.</summary>
    public static Wait WaitForPing(string protocol, string password)
    {
        var response = "+OK\r\n+PONG\r\n"u8.ToArray();
        return Handshake.WaitFor(
            protocol, Port, CreateCommands(password, "PING"), response.Length, received => received.AsSpan().SequenceEqual(response));
    }

    /// <summary>Returns the connection string for StackExchange.Redis.</summary>
    public static string Connect(PortAddress address, string password) => $"{address},password={password}";

    /// <summary>Removes all keys of all databases.</summary>
    public static async Task ResetAsync(Service service, string password, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Address.Host, service.Address.Port, cancellationToken).ConfigureAwait(false);
        var stream = client.GetStream();
        await stream.WriteAsync(CreateCommands(password, "FLUSHALL"), cancellationToken).ConfigureAwait(false);
        var response = new byte["+OK\r\n+OK\r\n".Length];
        await stream.ReadExactlyAsync(response, cancellationToken).ConfigureAwait(false);
        if (!response.AsSpan().SequenceEqual("+OK\r\n+OK\r\n"u8)) throw new IOException($"{service} did not remove its keys.");
    }

    /// <summary>Returns a password that a connection string of StackExchange.Redis can contain.</summary>
    /// <exception cref="ArgumentException">The password is empty or contains a comma.</exception>
    public static string ValidatePassword(string password) =>
        !string.IsNullOrEmpty(password) && !password.Contains(',', StringComparison.Ordinal)
            ? password
            : throw new ArgumentException(
                "The password of a Redis server must not be empty or contain a comma. A comma ends a value in the connection strings of "
                + "StackExchange.Redis.",
                nameof(password));

    // Each command is an array of strings with their lengths.
    private static byte[] CreateCommands(string password, string command) => Encoding.UTF8.GetBytes(
        $"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(password)}\r\n{password}\r\n*1\r\n${command.Length}\r\n{command}\r\n");
}
