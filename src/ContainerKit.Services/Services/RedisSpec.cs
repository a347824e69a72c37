namespace ContainerKit.Services;

/// <summary>The configuration of a Redis server. Immutable.</summary>
public sealed record RedisSpec() : ServiceSpec("redis:7")
{
    /// <summary>The password. Default: random.</summary>
    /// <exception cref="ArgumentException">
    /// The value is empty or contains a comma. A comma ends a value in the connection strings of StackExchange.Redis.
    /// </exception>
    public string Password
    {
        get;
        init => (field, HasOwnPassword) = !string.IsNullOrEmpty(value) && !value.Contains(',', StringComparison.Ordinal)
            ? (value, true)
            : throw new ArgumentException(
                "The password of a Redis server must not be empty or contain a comma. A comma ends a value in the connection strings of "
                + "StackExchange.Redis.",
                nameof(value));
    } = NewPassword();

    /// <summary>Indicates whether the caller has set the password.</summary>
    internal bool HasOwnPassword { get; private init; }
}
