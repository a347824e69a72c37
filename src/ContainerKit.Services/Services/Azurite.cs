using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// Azurite, Microsoft's emulator of Azure Storage, for Azure.Storage.Blobs, Azure.Storage.Queues and Azure.Data.Tables.
/// It is ready when all three servers respond to a request. Tested with
/// <c>mcr.microsoft.com/azure-storage/azurite:3.37.0</c>.
/// </summary>
/// <example><code>
/// await using var storage = await Azurite.Run();
/// var blobs = new BlobServiceClient(storage.ConnectionString);
/// </code></example>
public sealed class Azurite : Service
{
    private const int BlobPort = 10000;
    private const int QueuePort = 10001;
    private const int TablePort = 10002;

    private static readonly int[] _ports = [BlobPort, QueuePort, TablePort];

    // Clients use newer versions of the API than the emulator knows.
    private static readonly string[] _command =
    [
        "azurite", "-l", "/data", "--blobHost", "0.0.0.0", "--queueHost", "0.0.0.0", "--tableHost", "0.0.0.0", "--skipApiVersionCheck",
        "--disableTelemetry",
    ];

    private readonly AzuriteSpec _spec;

    private Azurite(Container container, AzuriteSpec spec)
        : base(container, BlobPort, QueuePort, TablePort) => _spec = spec;

    /// <summary>Plans a server with an empty account.</summary>
    public static Plan<Azurite> Run() => Run(new AzuriteSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Azurite> Run(AzuriteSpec spec) => new ServiceDefinition<Azurite>(spec, created => new Azurite(created, spec))
    {
        Ports = _ports,
        Variables = new Dictionary<string, string> { ["AZURITE_ACCOUNTS"] = $"{spec.Account}:{spec.Key}" },
        DefaultCommand = _command,
        Ready = Wait.All([.. _ports.Select(Handshake.WaitForHttp)]),
    }.Run();

    /// <summary>Deletes all containers of blobs, queues and tables.</summary>
    /// <exception cref="HttpRequestException">The server is not reachable or responded with an error.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        using var http = ServiceHttp.Create();
        var reset = new AzuriteReset(http, _spec);
        await reset.DeleteAllAsync(GetAddress(BlobPort), "?restype=container", cancellationToken).ConfigureAwait(false);
        await reset.DeleteAllAsync(GetAddress(QueuePort), "", cancellationToken).ConfigureAwait(false);
        await reset.DeleteTablesAsync(GetAddress(TablePort), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) =>
        $"DefaultEndpointsProtocol=http;AccountName={_spec.Account};AccountKey={_spec.Key};"
        + $"BlobEndpoint=http://{address}/{_spec.Account};"
        + $"QueueEndpoint=http://{GetAddress(QueuePort, address)}/{_spec.Account};"
        + $"TableEndpoint=http://{GetAddress(TablePort, address)}/{_spec.Account};";
}
