namespace ContainerKit.Testing;

/// <summary>How a RabbitMQ broker is to run. Immutable.</summary>
public sealed record RabbitMqSpec() : ServiceSpec("rabbitmq:3.10")
{
    /// <summary>The user, an administrator. Default: <c>test</c>.</summary>
    /// <exception cref="ArgumentException">It has other characters than those of ASCII.</exception>
    public string User
    {
        get;
        init => field = Ascii(value);
    } = "test";

    /// <summary>The user's password. Default: random.</summary>
    /// <exception cref="ArgumentException">It has other characters than those of ASCII.</exception>
    public string Password
    {
        get;
        init => field = Ascii(value);
    } = NewPassword();

    /// <summary>The virtual host. Default: <c>/</c>.</summary>
    /// <exception cref="ArgumentException">It has other characters than those of ASCII.</exception>
    public string VirtualHost
    {
        get;
        init => field = Ascii(value);
    } = "/";

    private static string Ascii(string value) => System.Text.Ascii.IsValid(value)
        ? value
        : throw new ArgumentException(
            "RabbitMQ takes its first user, password and virtual host from variables, and reads them as Latin-1, where its clients send UTF-8: use ASCII.");
}
