namespace ContainerKit.Diagnostics;

/// <summary>Masks the parts of an address that may be secrets.</summary>
internal static class AddressSecrets
{
    private const string Separator = "://";

    /// <summary>
    /// Returns an address for messages, valid or not: without user information, except the user of an ssh address, and
    /// without a query. The path of a socket or a pipe has neither.
    /// </summary>
    public static string Mask(string address)
    {
        var start = address.IndexOf(Separator, StringComparison.Ordinal);
        var scheme = start < 0 ? "" : address[..start].ToLowerInvariant();
        if (scheme is "unix" or "npipe" || address.StartsWith("unix:/", StringComparison.OrdinalIgnoreCase)) return address;
        var prefix = start < 0 ? "" : address[..(start + Separator.Length)];
        var rest = address[prefix.Length..];
        // The last @, because a password may contain one.
        var at = rest.LastIndexOf('@');
        if (at > 0)
        {
            var colon = rest.IndexOf(':', 0, at);
            if (scheme != "ssh") prefix += "***";
            else prefix += colon < 0 ? rest[..at] : rest[..colon] + ":***";
            rest = rest[at..];
        }

        var query = rest.AsSpan().IndexOfAny('?', '#');
        return prefix + (query < 0 ? rest : rest[..(query + 1)] + "***");
    }
}
