namespace ContainerKit.Services;

/// <summary>The configuration of an Aspire dashboard. Immutable.</summary>
public sealed record AspireDashboardSpec() : ServiceSpec("mcr.microsoft.com/dotnet/aspire-dashboard:latest")
{
    /// <summary>The key that clients send with their telemetry and with requests to the HTTP API. Default: random.</summary>
    public string ApiKey { get; init; } = NewPassword();

    /// <summary>The token for the web page. Default: random.</summary>
    public string BrowserToken { get; init; } = NewPassword();
}
