using System.Text.Json.Nodes;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// The npm package oauth2-mock-server, a provider of OAuth 2 and OpenID Connect that issues a signed token to every
/// client, for Microsoft.IdentityModel. It is ready when it responds with its configuration. The issuer of a token is
/// the address at which the client requested it. Tested with version 9.3 of the package.
/// </summary>
/// <remarks>
/// There is no published image of the package, so the image is that of Node.js, in which <c>npx</c> downloads the package
/// at each start. An image with the package in its working folder starts without a download.
/// </remarks>
/// <example><code>
/// await using var identity = await OAuth2MockServer.Run();
/// services.AddAuthentication().AddJwtBearer(options => options.Authority = identity.ConnectionString);
/// </code></example>
public sealed class OAuth2MockServer : Service
{
    private const int Port = 8080;
    private const int InternalPort = 8081;
    private const string ProgramFile = "/tmp/server.js";

    // The PATH of a program that npx starts has the folder node_modules/.bin of the package.
    private const string Program =
        """
        const { readFileSync } = require('fs');
        const bin = process.env.PATH.split(':').find(folder => folder.endsWith('node_modules/.bin'));
        const { OAuth2Server } = require(bin + '/../oauth2-mock-server');
        (async () => {
          let key;
          for (const [port, issuer] of Object.entries(JSON.parse(readFileSync(process.argv[2])))) {
            const server = new OAuth2Server();
            if (key) await server.issuer.keys.add(key);
            else await server.issuer.keys.generate('RS256');
            key = server.issuer.keys.toJSON(true)[0];
            server.issuer.url = issuer;
            await server.start(Number(port), '0.0.0.0');
          }
        })();
        """;

    private OAuth2MockServer(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans a server with a random key.</summary>
    public static Plan<OAuth2MockServer> Run() => Run(new OAuth2MockServerSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<OAuth2MockServer> Run(OAuth2MockServerSpec spec) =>
        new ServiceDefinition<OAuth2MockServer>(spec, created => new OAuth2MockServer(created))
        {
            Ports = [Port],
            DefaultCommand = ["npx", "--yes", "--package", "oauth2-mock-server@9.3.0", "--", "node", ProgramFile, AddressFile],
            Files = [new(ProgramFile, Program)],
            AddressText = CreateIssuers,
            Ready = Wait.ForHttp(Port, "/.well-known/openid-configuration"),
        }.Run();

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) =>
        $"http://{(address == InternalAddress ? new PortAddress(address.Host, InternalPort) : address)}";

    private static string CreateIssuers(Container container, PortAddress address) => new JsonObject
    {
        [$"{Port}"] = $"http://{address}",
        [$"{InternalPort}"] = $"http://{container.Name}:{InternalPort}",
    }.ToJsonString();
}
