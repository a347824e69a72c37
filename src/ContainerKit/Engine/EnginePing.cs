namespace ContainerKit;

/// <summary>What an engine says of itself when it is pinged. Plain data.</summary>
public sealed record EnginePing
{
    internal EnginePing()
    {
    }

    /// <summary>The newest API version that it speaks; null where it did not tell.</summary>
    public Version? ApiVersion { get; init; }

    /// <summary>The operating system of its containers: <c>linux</c> or <c>windows</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Whether its experimental features are on.</summary>
    public bool IsExperimental { get; init; }

    /// <summary>The builder that it prefers: <c>1</c> for the classic one, <c>2</c> for BuildKit; null where it did not tell.</summary>
    public string? BuilderVersion { get; init; }

    /// <summary>The API version and the operating system on one line.</summary>
    public override string ToString() => $"API {ApiVersion?.ToString() ?? "unknown"}, {OperatingSystem}";
}
