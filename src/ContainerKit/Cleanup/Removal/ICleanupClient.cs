using System.Text.Json;

namespace ContainerKit.Cleanup;

/// <summary>
/// Sends the requests of a cleanup to one engine. The library sends them with its own client, the watchdog with a client
/// that needs no other package.
/// </summary>
internal interface ICleanupClient
{
    /// <summary>Sends a request, and returns the JSON of the response; <c>default</c> if it is empty.</summary>
    /// <exception cref="CleanupRequestException">
    /// The engine did not respond, its response was an error or not JSON, or the token was canceled.
    /// </exception>
    Task<JsonElement> SendAsync(CleanupRequest request, CancellationToken cancellationToken);
}
