namespace Parcels;

/// <summary>A parcel and where it has been, the latest place last.</summary>
public sealed record Parcel(string Number, string Recipient, IReadOnlyList<Scan> Scans);

/// <summary>Somebody has seen the parcel there.</summary>
public sealed record Scan(string Place, DateTimeOffset At);
