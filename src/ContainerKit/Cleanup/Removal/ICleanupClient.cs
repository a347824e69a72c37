using System.Text.Json;
using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>
/// Sends the requests of a cleanup to one engine. The library sends them with its own client, the watchdog with a client
/// that needs no other package.
/// </summary>
internal interface ICleanupClient
{
    /// <summary>The behavior of the engine that differs from Docker, as of the last response.</summary>
    EngineQuirks Quirks { get; }

    /// <summary>
    /// Sends a request, and returns the JSON of the response to a GET request; <c>default</c> for other requests and for an empty
    /// response.
    /// </summary>
    /// <exception cref="CleanupRequestException">
    /// The engine did not respond, its response was an error or not JSON, or the token was canceled.
    /// </exception>
    Task<JsonElement> SendAsync(CleanupRequest request, CancellationToken cancellationToken);
}
