namespace ContainerKit.Services;

/// <summary>The configuration of a WireMock.Net server. Immutable.</summary>
public sealed record WireMockNetSpec() : ServiceSpec("sheyenrath/wiremock.net-alpine:latest")
{
    /// <summary>
    /// Mappings of requests to responses in JSON, as <c>POST /__admin/mappings</c> takes them. They are added as part of
    /// the start. Default: none; the server then responds to each request with 404.
    /// </summary>
    public IReadOnlyList<string> Mappings
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];
}
