using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The version of an engine and its components. Immutable data.</summary>
public sealed record EngineVersion
{
    internal EngineVersion()
    {
    }

    /// <summary>The version of the engine, such as <c>28.5.2</c>. Distributions may append a suffix.</summary>
    public required string Version { get; init; }

    /// <summary>The newest API version of the engine, such as <c>1.51</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The oldest API version of the engine.</summary>
    public required string OldestApiVersion { get; init; }

    /// <summary>
    /// The product, such as <c>Docker Engine - Community</c>. Empty if the engine does not report it.
    /// </summary>
    public required string Platform { get; init; }

    /// <summary>The operating system of the engine, such as <c>linux</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The processor architecture, as Go names it: <c>amd64</c>, <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The kernel version of the host.</summary>
    public required string KernelVersion { get; init; }

    /// <summary>The git commit of the build.</summary>
    public required string GitCommit { get; init; }

    /// <summary>The time of the build. Null if the engine does not report it.</summary>
    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>The versions of the components, such as containerd and runc, by name.</summary>
    public required IReadOnlyDictionary<string, string> Components { get; init; }

    /// <summary>Returns the version and the platform on one line.</summary>
    public override string ToString() => $"{Version}, API {ApiVersion}, {OperatingSystem}/{Architecture}";

    internal static EngineVersion Read(JsonElement json) => new()
    {
        Version = json.GetStringOrEmpty("Version"),
        ApiVersion = json.GetStringOrEmpty("ApiVersion"),
        OldestApiVersion = json.GetStringOrEmpty("MinAPIVersion"),
        Platform = json.GetPropertyOrDefault("Platform").GetStringOrEmpty("Name"),
        OperatingSystem = json.GetStringOrEmpty("Os"),
        Architecture = json.GetStringOrEmpty("Arch"),
        KernelVersion = json.GetStringOrEmpty("KernelVersion"),
        GitCommit = json.GetStringOrEmpty("GitCommit"),
        BuiltAt = json.GetTimeOrNull("BuildTime"),
        Components = json.EnumerateItems("Components").GroupBy(part => part.GetStringOrEmpty("Name"))
            .ToDictionary(parts => parts.Key, parts => parts.First().GetStringOrEmpty("Version")),
    };
}
