using System.Text.Json;
using StackExchange.Redis;

namespace Parcels;

/// <summary>What the cache had to do with an answer.</summary>
public enum CacheUse
{
    Hit,
    Miss,
    Unavailable,
}

/// <summary>A parcel, where there is one, and whether it came from the cache.</summary>
public sealed record Lookup(Parcel? Parcel, CacheUse Cache);

/// <summary>
/// Parcels that were asked for lately, in Redis. An optimisation: without it answers take longer, and that is all. So no error of Redis
/// leaves this class; each is logged.
/// </summary>
public sealed partial class ParcelCache(IConnectionMultiplexer redis, ILogger<ParcelCache> logger)
{
    // Long before a client gives up. The database is asked next.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);

    // Also the price of the cache: where Redis is out of reach while a parcel is scanned, the entry from before is not removed, and lives that long.
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(30);

    public async Task<Lookup> FindAsync(string number, CancellationToken cancellationToken)
    {
        if (await TryAsync(database => database.StringGetAsync(Key(number)), cancellationToken) is not { } json) return new Lookup(null, CacheUse.Unavailable);
        return json.IsNull ? new Lookup(null, CacheUse.Miss) : new Lookup(JsonSerializer.Deserialize<Parcel>(json.ToString()), CacheUse.Hit);
    }

    public Task PutAsync(Parcel parcel, CancellationToken cancellationToken) =>
        TryAsync(database => database.StringSetAsync(Key(parcel.Number), JsonSerializer.Serialize(parcel), _lifetime), cancellationToken);

    public Task RemoveAsync(IEnumerable<string> numbers, CancellationToken cancellationToken) =>
        TryAsync(database => database.KeyDeleteAsync([.. numbers.Select(Key)]), cancellationToken);

    // The figure counts up when Parcel changes, since old and new instances share the cache while they are exchanged.
    private static RedisKey Key(string number) => $"parcel:1:{number}";

    /// <returns>Null where Redis does not answer.</returns>
    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
        where T : struct
    {
        try
        {
            return await command(redis.GetDatabase()).WaitAsync(_patience, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogUnavailable(logger, e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer; the database does its work.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
