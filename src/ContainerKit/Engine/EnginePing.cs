namespace ContainerKit;

/// <summary>The response of an engine to a ping. Immutable data.</summary>
public sealed record EnginePing
{
    internal EnginePing()
    {
    }

    /// <summary>The newest API version of the engine. Null if the engine does not report it.</summary>
    public Version? ApiVersion { get; init; }

    /// <summary>The operating system of containers: <c>linux</c> or <c>windows</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Indicates whether experimental features are enabled.</summary>
    public bool IsExperimental { get; init; }

    /// <summary>
    /// The preferred builder: <c>1</c> for the classic builder, <c>2</c> for BuildKit. Null if the engine does not
    /// report it.
    /// </summary>
    public string? BuilderVersion { get; init; }

    /// <summary>Returns the API version and the operating system on one line.</summary>
    public override string ToString() => $"API {ApiVersion?.ToString() ?? "unknown"}, {OperatingSystem}";
}
