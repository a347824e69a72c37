using System.Text.Json;
using StackExchange.Redis;

namespace Parcels;

/// <summary>The use of the cache for a lookup.</summary>
public enum CacheUse
{
    Hit,
    Miss,
    Unavailable,
}

/// <summary>The result of a lookup: the parcel, or null if there is none, and the use of the cache.</summary>
public sealed record Lookup(Parcel? Parcel, CacheUse Cache);

/// <summary>
/// The recently requested parcels, in Redis. Without Redis the application is only slower, so errors of Redis are logged and not
/// thrown.
/// </summary>
public sealed partial class ParcelCache(IConnectionMultiplexer redis, ILogger<ParcelCache> logger)
{
    // Much shorter than the timeout of a client, because the database is queried next.
    private static readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(250);

    // If Redis is unavailable during a scan, the old entry is not removed, and stays for this time.
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(30);

    public async Task<Lookup> FindAsync(string number, CancellationToken cancellationToken)
    {
        if (await TryAsync(database => database.StringGetAsync(Key(number)), cancellationToken) is not { } json)
            return new Lookup(null, CacheUse.Unavailable);
        return json.IsNull
            ? new Lookup(null, CacheUse.Miss)
            : new Lookup(JsonSerializer.Deserialize<Parcel>(json.ToString()), CacheUse.Hit);
    }

    public Task PutAsync(Parcel parcel, CancellationToken cancellationToken) =>
        TryAsync(database => database.StringSetAsync(Key(parcel.Number), JsonSerializer.Serialize(parcel), _lifetime), cancellationToken);

    public Task RemoveAsync(IEnumerable<string> numbers, CancellationToken cancellationToken) =>
        TryAsync(database => database.KeyDeleteAsync([.. numbers.Select(Key)]), cancellationToken);

    // The number is a version: increase it when Parcel changes, because old and new instances share the cache during a deployment.
    private static RedisKey Key(string number) => $"parcel:1:{number}";

    /// <returns>The result; null if Redis does not respond.</returns>
    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
        where T : struct
    {
        try
        {
            return await command(redis.GetDatabase()).WaitAsync(_timeout, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogUnavailable(logger, e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not respond. Using the database.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
