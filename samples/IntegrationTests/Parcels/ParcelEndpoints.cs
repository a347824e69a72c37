using System.ComponentModel.DataAnnotations;

namespace Parcels;

public sealed record NewParcel(
    [property: Required, RegularExpression("[A-Z]{2}[0-9]{6}")] string Number,
    [property: Required, StringLength(100)] string Recipient);

public sealed record NewScan([property: Required, StringLength(100)] string Place);

/// <summary>The HTTP API of the application.</summary>
public static class ParcelEndpoints
{
    /// <summary>The response header with the use of the cache: hit, miss or unavailable.</summary>
    public const string CacheHeader = "X-Cache";

    public static void MapParcels(this IEndpointRouteBuilder routes)
    {
        var parcels = routes.MapGroup("/parcels");

        parcels.MapPost("/", async (NewParcel parcel, ParcelTracking tracking, CancellationToken cancellationToken) =>
            await tracking.RegisterAsync(parcel.Number, parcel.Recipient, cancellationToken)
                ? Results.Created($"/parcels/{parcel.Number}", new Parcel(parcel.Number, parcel.Recipient, []))
                : Results.Problem($"The parcel {parcel.Number} already exists.", statusCode: StatusCodes.Status409Conflict));

        parcels.MapGet("/{number}", async (
            string number, ParcelTracking tracking, HttpResponse response, CancellationToken cancellationToken) =>
        {
            var lookup = await tracking.FindAsync(number, cancellationToken);
            response.Headers[CacheHeader] = lookup.Cache.ToString().ToLowerInvariant();
            return lookup.Parcel is { } parcel ? Results.Ok(parcel) : Results.NotFound();
        });

        parcels.MapPost("/{number}/scans", async (
            string number, NewScan scan, ParcelTracking tracking, CancellationToken cancellationToken) =>
            await tracking.ScanAsync(number, scan.Place, cancellationToken) ? Results.NoContent() : Results.NotFound());

        parcels.MapDelete("/", async (DateTimeOffset notSeenSince, ParcelTracking tracking, CancellationToken cancellationToken) =>
            Results.Ok(new { Deleted = await tracking.DeleteAsync(notSeenSince, cancellationToken) }));
    }
}
