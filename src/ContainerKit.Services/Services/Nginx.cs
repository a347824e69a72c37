using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// An nginx web server, for HttpClient. It is ready when it responds to a request. Tested with <c>nginx:1.22</c>.
/// </summary>
/// <example><code>
/// var pages = new Dictionary&lt;string, string&gt; { ["price.json"] = """{ "price": 7 }""" };
/// await using var web = await Nginx.Run(new NginxSpec { Pages = pages });
/// var price = await http.GetStringAsync(web.ConnectionString + "price.json");
/// </code></example>
public sealed class Nginx : Service
{
    private const int Port = 80;
    private const string Root = "/usr/share/nginx/html/";

    private Nginx(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans a server with nginx's own welcome page.</summary>
    public static Plan<Nginx> Run() => Run(new NginxSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Nginx> Run(NginxSpec spec) => new ServiceDefinition<Nginx>(spec, created => new Nginx(created))
    {
        Ports = [Port],
        Setup = [.. spec.Pages.Select(page =>
            new ExecSpec("sh", "-c", "mkdir -p \"${1%/*}\" && cat > \"$1\"", "sh", Root + page.Key) { StandardInput = page.Value })],
        // Any HTTP response is sufficient: with a custom configuration, the root may not exist.
        Ready = Handshake.WaitForHttp(Port),
    }.Run();

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://{address}/";
}
