using System.Net.Http.Json;

namespace Parcels.Tests;

/// <summary>What the tests say to the application over HTTP.</summary>
internal static class ParcelClient
{
    public static Task<HttpResponseMessage> RegisterAsync(this HttpClient client, string number, string recipient, CancellationToken cancellationToken) =>
        client.PostAsJsonAsync("/parcels", new NewParcel(number, recipient), cancellationToken);

    public static Task<HttpResponseMessage> ScanAsync(this HttpClient client, string number, string place, CancellationToken cancellationToken) =>
        client.PostAsJsonAsync($"/parcels/{number}/scans", new NewScan(place), cancellationToken);

    public static Task<HttpResponseMessage> FindAsync(this HttpClient client, string number, CancellationToken cancellationToken) =>
        client.GetAsync($"/parcels/{number}", cancellationToken);

    /// <summary>What the cache had to do with the answer.</summary>
    public static string CacheUse(this HttpResponseMessage response) => response.Headers.GetValues(ParcelEndpoints.CacheHeader).Single();

    public static async Task<Parcel> ParcelAsync(this HttpResponseMessage response, CancellationToken cancellationToken) =>
        (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Parcel>(cancellationToken))!;
}
