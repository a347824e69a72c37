using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// smtp4dev, an SMTP server that keeps all messages and delivers none, for MailKit. Messages are read with IMAP, with
/// HTTP or on its web page. It accepts every user. It is ready when its servers respond. Tested with
/// <c>rnwood/smtp4dev:v3</c>.
/// </summary>
/// <example><code>
/// await using var mail = await Smtp4Dev.Run();
/// await client.ConnectAsync(mail.Address.Host, mail.Address.Port);   // MailKit.Net.Smtp.SmtpClient
/// </code></example>
public sealed class Smtp4Dev : Service
{
    private const int SmtpPort = 25;
    private const int HttpPort = 80;
    private const int ImapPort = 143;

    private Smtp4Dev(Container container)
        : base(container, SmtpPort, HttpPort, ImapPort)
    {
    }

    /// <summary>The address of the web page and of the HTTP API for this machine.</summary>
    public Uri WebUri => new($"http://{GetAddress(HttpPort)}/");

    /// <summary>The address of the IMAP server for this machine.</summary>
    public PortAddress ImapAddress => GetAddress(ImapPort);

    /// <summary>Plans a server without messages.</summary>
    public static Plan<Smtp4Dev> Run() => Run(new Smtp4DevSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Smtp4Dev> Run(Smtp4DevSpec spec) => new ServiceDefinition<Smtp4Dev>(spec, created => new Smtp4Dev(created))
    {
        Ports = [SmtpPort, HttpPort, ImapPort],
        Variables = new Dictionary<string, string> { ["ServerOptions__Urls"] = "http://*:80" },
        Ready = Wait.All(
            Handshake.WaitFor("SMTP", SmtpPort, request: default, length: 4, response => response.AsSpan().SequenceEqual("220 "u8)),
            Handshake.WaitFor("IMAP", ImapPort, request: default, length: 4, response => response.AsSpan().SequenceEqual("* OK"u8)),
            Handshake.WaitForHttp(HttpPort)),
    }.Run();

    /// <summary>Removes all messages.</summary>
    /// <exception cref="HttpRequestException">The server is not reachable or responded with an error.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        using var client = ServiceHttp.Create();
        using var response = await client.DeleteAsync(new Uri(WebUri, "api/Messages/*"), cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"smtp://{address}";
}
