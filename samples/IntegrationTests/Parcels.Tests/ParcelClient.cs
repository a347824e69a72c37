using System.Net.Http.Json;

namespace Parcels.Tests;

/// <summary>Sends requests to the application.</summary>
internal static class ParcelClient
{
    public static Task<HttpResponseMessage> RegisterAsync(
        this HttpClient client, string number, string recipient, CancellationToken cancellationToken) =>
        client.PostAsJsonAsync("/parcels", new NewParcel(number, recipient), cancellationToken);

    public static Task<HttpResponseMessage> ScanAsync(
        this HttpClient client, string number, string place, CancellationToken cancellationToken) =>
        client.PostAsJsonAsync($"/parcels/{number}/scans", new NewScan(place), cancellationToken);

    public static Task<HttpResponseMessage> FindAsync(this HttpClient client, string number, CancellationToken cancellationToken) =>
        client.GetAsync($"/parcels/{number}", cancellationToken);

    /// <summary>Returns how the cache was used for the response.</summary>
    public static string CacheUse(this HttpResponseMessage response) =>
        response.Headers.GetValues(ParcelEndpoints.CacheHeader).Single();

    public static async Task<Parcel> ParcelAsync(this HttpResponseMessage response, CancellationToken cancellationToken) =>
        (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Parcel>(cancellationToken))!;
}
