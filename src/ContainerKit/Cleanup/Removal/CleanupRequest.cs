using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>A request that lists or removes resources.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the API version, without a leading slash.</param>
/// <param name="Query">The query parameters; null for none.</param>
/// <param name="Operation">Completes the sentence "Could not ...".</param>
/// <param name="Timeout">The time limit for the response.</param>
internal sealed record CleanupRequest(HttpMethod Method, string Path, QueryString? Query, string Operation, TimeSpan Timeout);
