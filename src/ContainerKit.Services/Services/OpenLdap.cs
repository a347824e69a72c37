using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// An OpenLDAP server with an empty directory, for System.DirectoryServices.Protocols. It is ready when it accepts the
/// administrator, after a temporary server has initialized the directory. It does not use TLS. Tested with
/// <c>osixia/openldap:1.5.0</c>.
/// </summary>
/// <example><code>
/// await using var ldap = await OpenLdap.Run();
/// using var connection = new LdapConnection(
///     new LdapDirectoryIdentifier(ldap.Address.Host, ldap.Address.Port),
///     new NetworkCredential(ldap.AdminName, ldap.Password), AuthType.Basic);
/// </code></example>
public sealed class OpenLdap : Service
{
    private const int Port = 389;
    private const string PasswordVariable = "LDAP_ADMIN_PASSWORD";

    // ldapadd and ldapdelete read the password from a file, so that it is not one of their arguments. $1: the
    // administrator, $2: the suffix. The administrator may be an entry, which remains.
    private const string WithPassword =
        $"set -e; umask 077; file=$(mktemp); trap 'rm -f \"$file\"' EXIT; printf %s \"${PasswordVariable}\" > \"$file\"; "
        + "set -- \"$2\" -x -H ldap://localhost -D \"$1\" -y \"$file\"; suffix=$1; shift; ";
    private const string AddScript = WithPassword + "ldapadd \"$@\"";
    private const string DeleteScript = WithPassword
        + "ldapsearch \"$@\" -LLL -o ldif-wrap=no -b \"$suffix\" -s one '(!(cn=admin))' dn | while read -r kind dn; do "
        + "case $kind in dn:) ;; dn::) dn=$(echo \"$dn\" | base64 -d) ;; *) continue ;; esac; ldapdelete \"$@\" -r \"$dn\"; done";

    // A temporary server, which accepts clients too, initializes the directory. Unlike it, the final one runs in the
    // foreground, with the option -d. See
    // https://github.com/osixia/docker-openldap/blob/005227e31832ae91a71c3a1360be013248f2782e/image/service/slapd/startup.sh.
    private const string IsFinalScript =
        "for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < \"$file\" | grep -q '^[^ ]*slapd .* -d ' && exit 0; done; exit 1";

    private readonly OpenLdapSpec _spec;

    private OpenLdap(Container container, OpenLdapSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>The suffix of the directory, such as <c>dc=example,dc=org</c>.</summary>
    public string BaseName => GetBaseName(_spec);

    /// <summary>The distinguished name of the administrator.</summary>
    public string AdminName => GetAdminName(_spec);

    /// <summary>The administrator's password.</summary>
    public string Password => _spec.Password;

    /// <summary>Plans a server with an empty directory for <c>dc=example,dc=org</c>.</summary>
    public static Plan<OpenLdap> Run() => Run(new OpenLdapSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<OpenLdap> Run(OpenLdapSpec spec) => new ServiceDefinition<OpenLdap>(spec, created => new OpenLdap(created, spec))
    {
        Ports = [Port],
        Variables = new Dictionary<string, string>
        {
            ["LDAP_DOMAIN"] = spec.Domain,
            ["LDAP_TLS"] = "false",
            [PasswordVariable] = spec.Password,
        },
        Initialized = Wait.ForCommand("sh", "-c", IsFinalScript),
        Setup = [.. spec.Entries.Select(entries => CreateAdd(spec, entries))],
        Ready = LdapBind.WaitFor(Port, GetAdminName(spec), spec.Password),
    }.Run();

    /// <summary>Removes all entries below the suffix, and adds those of the configuration again.</summary>
    /// <exception cref="ExecFailedException">The server did not remove or add an entry.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        await Container.ExecAsync(["sh", "-c", DeleteScript, "sh", AdminName, BaseName], cancellationToken).ConfigureAwait(false);
        foreach (var entries in _spec.Entries)
            await Container.ExecAsync(CreateAdd(_spec, entries), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"ldap://{address}/{BaseName}";

    private static string GetBaseName(OpenLdapSpec spec) => string.Join(',', spec.Domain.Split('.').Select(part => "dc=" + part));

    private static string GetAdminName(OpenLdapSpec spec) => "cn=admin," + GetBaseName(spec);

    private static ExecSpec CreateAdd(OpenLdapSpec spec, string entries) =>
        new("sh", "-c", AddScript, "sh", GetAdminName(spec), GetBaseName(spec)) { StandardInput = entries };
}
