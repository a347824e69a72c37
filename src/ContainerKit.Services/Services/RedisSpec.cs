using ContainerKit.Services.Internal;

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
        init => (field, HasOwnPassword) = (RedisServer.ValidatePassword(value), true);
    } = NewPassword();

    /// <summary>Indicates whether the caller has set the password.</summary>
    internal bool HasOwnPassword { get; private init; }
}
