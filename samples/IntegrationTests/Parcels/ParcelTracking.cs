namespace Parcels;

/// <summary>What the application does: the database is right, the cache is quick.</summary>
public sealed class ParcelTracking(ParcelRepository repository, ParcelCache cache)
{
    public async Task<Lookup> FindAsync(string number, CancellationToken cancellationToken)
    {
        var cached = await cache.FindAsync(number, cancellationToken);
        if (cached.Cache == CacheUse.Hit) return cached;

        var parcel = await repository.FindAsync(number, cancellationToken);
        if (parcel is not null && cached.Cache == CacheUse.Miss) await cache.PutAsync(parcel, cancellationToken);
        return cached with { Parcel = parcel };
    }

    /// <returns>False where the number is taken.</returns>
    public Task<bool> RegisterAsync(string number, string recipient, CancellationToken cancellationToken) =>
        repository.AddAsync(number, recipient, cancellationToken);

    /// <returns>False where there is no parcel of this number.</returns>
    public async Task<bool> ScanAsync(string number, string place, CancellationToken cancellationToken)
    {
        if (!await repository.AddScanAsync(number, place, cancellationToken)) return false;
        // It is written, whether or not the caller still waits.
        await cache.RemoveAsync([number], CancellationToken.None);
        return true;
    }

    /// <returns>How many parcels were forgotten.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset notSeenSince, CancellationToken cancellationToken)
    {
        var numbers = await repository.DeleteAsync(notSeenSince, cancellationToken);
        await cache.RemoveAsync(numbers, CancellationToken.None);
        return numbers.Count;
    }
}
