namespace ContainerKit.Files;

/// <summary>
/// The file capabilities of Linux, which an archive keeps as the extended attribute <c>security.capability</c>. It is the only
/// attribute that Docker copies: see <c>ReadSecurityXattrToTarHeader</c> in
/// https://github.com/moby/moby/blob/v20.10.24/pkg/archive/archive.go.
/// </summary>
internal static class FileCapabilities
{
    private const string Attribute = "security.capability";
    private static readonly Dictionary<string, byte[]> _none = [];

    /// <summary>Returns the attribute of a file for an archive; none if the file has no capabilities.</summary>
    public static IReadOnlyDictionary<string, byte[]> Read(HostEntry file)
    {
        const int VersionOffset = 3, Version2Size = 20;
        const byte Version2 = 2, Version3 = 3;
        if (file.Capabilities is not { } value) return _none;
        // Version 3 adds the root user of a namespace, which has no meaning in the container. Docker removes it too:
        // https://github.com/moby/moby/blob/v28.0.0/pkg/archive/archive.go.
        if (value.Length > Version2Size && value[VersionOffset] == Version3)
        {
            value = value[..Version2Size];
            value[VersionOffset] = Version2;
        }

        return new Dictionary<string, byte[]> { [Attribute] = value };
    }
}
