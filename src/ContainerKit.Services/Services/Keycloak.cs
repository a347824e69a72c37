using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A Keycloak server in development mode, a provider of OpenID Connect. The issuer of its tokens is the address that the
/// client used. It is ready when it reports so on its management port. Written for
/// <c>quay.io/keycloak/keycloak:26.0</c>; the tests of this project run it only if that image can be pulled.
/// </summary>
/// <example><code>
/// await using var keycloak = await Keycloak.Run(new KeycloakSpec { Realms = [File.ReadAllText("shop.json")] });
/// options.Authority = keycloak.ConnectionString + "realms/shop";   // JwtBearerOptions
/// </code></example>
public sealed class Keycloak : Service
{
    private const int Port = 8080;
    private const int ManagementPort = 9000;
    private const string ImportFolder = "/opt/keycloak/data/import/";

    private readonly KeycloakSpec _spec;

    private Keycloak(Container container, KeycloakSpec spec)
        : base(container, Port, ManagementPort) => _spec = spec;

    /// <summary>Plans a server with the realm <c>master</c>.</summary>
    public static Plan<Keycloak> Run() => Run(new KeycloakSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Keycloak> Run(KeycloakSpec spec) => new ServiceDefinition<Keycloak>(spec, created => new Keycloak(created, spec))
    {
        Ports = [Port, ManagementPort],
        Variables = new Dictionary<string, string>
        {
            ["KC_BOOTSTRAP_ADMIN_USERNAME"] = spec.User,
            ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = spec.Password,
            ["KC_HEALTH_ENABLED"] = "true",
        },
        DefaultCommand = ["start-dev", "--import-realm"],
        Files = [.. spec.Realms.Select((realm, i) =>
            new ServiceFile(ImportFolder + $"realm-{i}.json", realm, new WriteFileOptions { CreateFolders = true }))],
        Ready = Wait.ForHttp(ManagementPort, "/health/ready"),
    }.Run();

    /// <summary>
    /// Deletes all realms except <c>master</c>, which is not changed, and adds the realms of the configuration again.
    /// </summary>
    /// <exception cref="HttpRequestException">The server is not reachable or responded with an error.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        using var http = ServiceHttp.Create();
        await new KeycloakReset(http, new Uri(ConnectionString), _spec).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://{address}/";
}
