using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>Which version an engine is, and of what parts. Plain data.</summary>
public sealed record EngineVersion
{
    internal EngineVersion()
    {
    }

    /// <summary>The engine's version, such as <c>28.5.2</c>; distributions add their own to it.</summary>
    public required string Version { get; init; }

    /// <summary>The newest API version that it speaks, such as <c>1.51</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The oldest API version that it speaks.</summary>
    public required string OldestApiVersion { get; init; }

    /// <summary>The product that it is part of, such as <c>Docker Engine - Community</c>; empty where it did not tell.</summary>
    public required string Platform { get; init; }

    /// <summary>The operating system that it runs on, such as <c>linux</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The processor's architecture, by its Go name: <c>amd64</c>, <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The host's kernel.</summary>
    public required string KernelVersion { get; init; }

    /// <summary>The commit that it was built from.</summary>
    public required string GitCommit { get; init; }

    /// <summary>When it was built; null where it did not tell.</summary>
    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>Its parts, such as containerd and runc, with their versions.</summary>
    public required IReadOnlyDictionary<string, string> Components { get; init; }

    /// <summary>The version and the platform on one line.</summary>
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
        Components = json.EnumerateItems("Components").GroupBy(part => part.GetStringOrEmpty("Name")).ToDictionary(parts => parts.Key, parts => parts.First().GetStringOrEmpty("Version")),
    };
}
