namespace ContainerKit.Volumes;

/// <summary>
/// Selects volumes on this side, for an engine that joins the filters of a request by OR. A prune with such filters would remove
/// volumes that match only one of them.
/// </summary>
internal static class VolumeSelection
{
    private const int AnonymousNameLength = 64;

    /// <summary>Indicates whether a volume matches all properties of a filter except <see cref="VolumeFilter.IsUnused"/>.</summary>
    public static bool Matches(this VolumeFilter filter, VolumeDetails volume) =>
        (filter.Name is null || volume.Name.Contains(filter.Name, StringComparison.Ordinal))
        && (filter.Driver is null || volume.Driver == filter.Driver)
        && filter.Labels.All(label => HasLabel(volume, label));

    /// <summary>Indicates whether an unused volume matches a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="supportsAll">
    /// Indicates whether the API version of the engine has <see cref="VolumePruneFilter.All"/>. Older ones prune all volumes.
    /// </param>
    public static bool Matches(this VolumePruneFilter filter, VolumeDetails volume, bool supportsAll) =>
        (filter.All || !supportsAll || IsAnonymous(volume))
        && filter.Labels.All(label => HasLabel(volume, label))
        && !filter.WithoutLabels.Any(label => HasLabel(volume, label));

    // Podman names an anonymous volume by 64 hexadecimal digits, and marks it in no other way in this API.
    private static bool IsAnonymous(VolumeDetails volume) =>
        volume.Name.Length == AnonymousNameLength && volume.Name.All(char.IsAsciiHexDigitLower);

    private static bool HasLabel(VolumeDetails volume, string label)
    {
        var equals = label.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? label : label[..equals];
        return volume.Labels.TryGetValue(key, out var value) && (equals < 0 || value == label[(equals + 1)..]);
    }
}
