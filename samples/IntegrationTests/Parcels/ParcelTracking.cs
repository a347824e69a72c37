namespace Parcels;

/// <summary>The operations of the application, with a cache in front of the database.</summary>
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

    /// <returns>False if the number already exists.</returns>
    public Task<bool> RegisterAsync(string number, string recipient, CancellationToken cancellationToken) =>
        repository.AddAsync(number, recipient, cancellationToken);

    /// <returns>False if the parcel does not exist.</returns>
    public async Task<bool> ScanAsync(string number, string place, CancellationToken cancellationToken)
    {
        if (!await repository.AddScanAsync(number, place, cancellationToken)) return false;
        // The scan is saved, so the cache entry is removed even if the caller has canceled.
        await cache.RemoveAsync([number], CancellationToken.None);
        return true;
    }

    /// <returns>The number of deleted parcels.</returns>
    public async Task<int> DeleteAsync(DateTimeOffset notSeenSince, CancellationToken cancellationToken)
    {
        var numbers = await repository.DeleteAsync(notSeenSince, cancellationToken);
        await cache.RemoveAsync(numbers, CancellationToken.None);
        return numbers.Count;
    }
}
