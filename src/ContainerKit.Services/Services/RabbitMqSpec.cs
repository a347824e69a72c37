namespace ContainerKit.Services;

/// <summary>The configuration of a RabbitMQ broker. Immutable.</summary>
public sealed record RabbitMqSpec() : ServiceSpec("rabbitmq:3.10")
{
    /// <summary>The user, an administrator. Default: <c>test</c>.</summary>
    /// <exception cref="ArgumentException">The value contains characters that are not ASCII.</exception>
    public string User
    {
        get;
        init => field = RequireAscii(value);
    } = "test";

    /// <summary>The user's password. Default: random.</summary>
    /// <exception cref="ArgumentException">The value contains characters that are not ASCII.</exception>
    public string Password
    {
        get;
        init => field = RequireAscii(value);
    } = NewPassword();

    /// <summary>The virtual host. Default: <c>/</c>.</summary>
    /// <exception cref="ArgumentException">The value contains characters that are not ASCII.</exception>
    public string VirtualHost
    {
        get;
        init => field = RequireAscii(value);
    } = "/";

    // Observed with rabbitmq:3.10: environment variables are read as Latin-1, while clients send UTF-8.
    // See https://github.com/rabbitmq/rabbitmq-server/pull/5551.
    private static string RequireAscii(string value) => System.Text.Ascii.IsValid(value)
        ? value
        : throw new ArgumentException(
            "The user, password and virtual host of RabbitMQ must be ASCII. RabbitMQ reads them from environment variables as Latin-1, "
            + "while its clients send UTF-8.");
}
