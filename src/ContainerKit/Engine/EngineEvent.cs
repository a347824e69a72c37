using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>Something that happened on an engine. Plain data.</summary>
public sealed record EngineEvent
{
    internal EngineEvent()
    {
    }

    /// <summary>What it is about.</summary>
    public EngineEventType Type { get; init; }

    /// <summary>What happened, in the engine's words: <c>create</c>, <c>start</c>, <c>die</c>, <c>exec_start: ls</c>, <c>health_status: healthy</c>, ...</summary>
    public required string Action { get; init; }

    /// <summary>The id of what it happened to; for an image or a volume it may be a name.</summary>
    public required string Id { get; init; }

    /// <summary>The name of what it happened to; empty where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What else the engine tells: the image and the labels of a container, the <c>exitCode</c> of its end, ...</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>What happened to what, on one line.</summary>
    public override string ToString() => $"{Type.ToString().ToLowerInvariant()} {Action} {(Name.Length > 0 ? Name : ErrorText.ShortId(Id))}";

    internal static EngineEvent Read(JsonElement json)
    {
        var attributes = json.GetPropertyOrDefault("Actor").GetStringMap("Attributes");
        return new EngineEvent
        {
            Type = Enum.TryParse<EngineEventType>(json.GetStringOrEmpty("Type"), ignoreCase: true, out var type) && Enum.IsDefined(type) ? type : EngineEventType.Unknown,
            Action = json.GetStringOrEmpty("Action"),
            Id = json.GetPropertyOrDefault("Actor").GetStringOrEmpty("ID"),
            Name = attributes.GetValueOrDefault("name", ""),
            Time = json.GetInt64OrDefault("timeNano") is > 0 and var nanoseconds
                ? DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
                : json.GetUnixTimeOrNull("time") ?? default,
            Attributes = attributes,
        };
    }
}
