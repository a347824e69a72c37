namespace ContainerKit.Testing;

/// <summary>How a Redis server is to run. Immutable.</summary>
public sealed record RedisSpec() : ServiceSpec("redis:7")
{
    /// <summary>The password. Default: random.</summary>
    /// <exception cref="ArgumentException">It is empty, or has a comma, which ends a value in the driver's connection strings.</exception>
    public string Password
    {
        get;
        init => (field, HasOwnPassword) = !string.IsNullOrEmpty(value) && !value.Contains(',', StringComparison.Ordinal)
            ? (value, true)
            : throw new ArgumentException(
                "The password of a Redis server is not empty and has no comma: StackExchange.Redis takes one for the end of it.", nameof(value));
    } = NewPassword();

    /// <summary>Whether the caller has set the password.</summary>
    internal bool HasOwnPassword { get; private init; }
}
