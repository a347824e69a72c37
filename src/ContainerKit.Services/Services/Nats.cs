using System.Net.Sockets;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A NATS server, for NATS.Net. It is ready when it sends its INFO message. The image needs no shell. Like the image's
/// default, it requires no authentication: a NATS server reads a password only from its arguments, which are visible in
/// many places, or from a file. Tested with <c>nats:2.9</c>.
/// </summary>
/// <example><code>
/// await using var nats = await Nats.Run(new NatsSpec { JetStream = true });
/// await using var client = new NatsClient(nats.ConnectionString);
/// </code></example>
public sealed class Nats : Service
{
    private const int Port = 4222;

    private Nats(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans a server.</summary>
    public static Plan<Nats> Run() => Run(new NatsSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Nats> Run(NatsSpec spec) => new ServiceDefinition<Nats>(spec, created => new Nats(created))
    {
        Ports = [Port],
        CompleteCommand = command => spec.JetStream ? [.. command, "--jetstream"] : command,
        Ready = Handshake.WaitFor(
            "NATS", Port, request: default, length: 5, response => response.AsSpan().SequenceEqual("INFO "u8)),
    }.Run();

    /// <summary>
    /// Removes all streams of JetStream with their messages and consumers, which includes key-value and object stores. Without
    /// JetStream, a server has nothing to remove.
    /// </summary>
    /// <exception cref="IOException">The server closed the connection or responded with an error.</exception>
    /// <exception cref="SocketException">The server is not reachable.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        // https://docs.nats.io/reference/reference-protocols/nats_api_reference
        using var connection = await NatsConnection.OpenAsync(Address, cancellationToken).ConfigureAwait(false);
        while (await connection.RequestAsync("$JS.API.STREAM.NAMES", cancellationToken).ConfigureAwait(false) is { } page
            && ReadNames(page) is { Count: > 0 } names)
        {
            foreach (var name in names)
            {
                var response = await connection.RequestAsync($"$JS.API.STREAM.DELETE.{name}", cancellationToken).ConfigureAwait(false);
                if (response is null || !IsSuccess(response))
                    throw new IOException($"{this} did not remove its stream {VisibleText.Quote(name)}.");
            }
        }
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"nats://{address}";

    // The names of a page, of which a server has more if it has many streams.
    private List<string> ReadNames(byte[] response)
    {
        using var json = Parse(response);
        return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("streams", out var streams)
            && streams.ValueKind == JsonValueKind.Array
            ? [.. streams.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
            : [];
    }

    private bool IsSuccess(byte[] response)
    {
        using var json = Parse(response);
        return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("success", out var success)
            && success.ValueKind == JsonValueKind.True;
    }

    private JsonDocument Parse(byte[] response)
    {
        try
        {
            return JsonDocument.Parse(response);
        }
        catch (JsonException e)
        {
            throw new IOException($"{this} did not respond in JSON to a request for its streams.", e);
        }
    }
}
