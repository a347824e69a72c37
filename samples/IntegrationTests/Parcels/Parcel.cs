namespace Parcels;

/// <summary>A parcel with its scans, oldest first.</summary>
public sealed record Parcel(string Number, string Recipient, IReadOnlyList<Scan> Scans);

/// <summary>The place and time of a scan.</summary>
public sealed record Scan(string Place, DateTimeOffset At);
