using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>The configuration of a Garnet server. Immutable.</summary>
public sealed record GarnetSpec() : ServiceSpec("ghcr.io/microsoft/garnet:latest")
{
    /// <summary>The password. Default: random.</summary>
    /// <exception cref="ArgumentException">
    /// The value is empty, or contains a comma or characters that are not ASCII. A comma ends a value in the connection
    /// strings of StackExchange.Redis.
    /// </exception>
    public string Password
    {
        get;
        init => field = RequireAscii(RedisServer.ValidatePassword(value));
    } = NewPassword();

    // Observed with version 2.2.8: the server rejects the UTF-8 of other characters, which its clients send.
    private static string RequireAscii(string password) => System.Text.Ascii.IsValid(password)
        ? password
        : throw new ArgumentException("The password of a Garnet server must be ASCII. The server does not accept other characters.");
}
