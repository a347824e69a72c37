using ContainerKit.Diagnostics;

namespace ContainerKit.Services;

/// <summary>The configuration of an OpenLDAP server. Immutable.</summary>
public sealed record OpenLdapSpec() : ServiceSpec("osixia/openldap:1.5.0")
{
    /// <summary>
    /// The domain, from which the suffix of the directory is derived: <c>dc=example,dc=org</c> for <c>example.org</c>.
    /// Default: <c>example.org</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not a domain of letters, digits, hyphens and dots.</exception>
    public string Domain
    {
        get;
        init => field = Uri.CheckHostName(value) == UriHostNameType.Dns
            ? value
            : throw ArgumentErrors.Create($"The domain of an OpenLDAP server must be a DNS name, not '{value}'.", nameof(value));
    } = "example.org";

    /// <summary>The administrator's password. Default: random.</summary>
    public string Password { get; init; } = NewPassword();

    /// <summary>
    /// Entries in LDIF, which ldapadd adds in this order as part of the start. If an entry cannot be added, the start
    /// fails. Default: none.
    /// </summary>
    public IReadOnlyList<string> Entries
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];
}
