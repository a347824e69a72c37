using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>An event of an engine. Immutable data.</summary>
public sealed record EngineEvent
{
    internal EngineEvent()
    {
    }

    /// <summary>The type of the object that the event is about.</summary>
    public EngineEventType Type { get; init; }

    /// <summary>
    /// The action, as the engine names it: <c>create</c>, <c>start</c>, <c>die</c>, <c>exec_start: ls</c>,
    /// <c>health_status: healthy</c>, ...
    /// </summary>
    public required string Action { get; init; }

    /// <summary>The id of the object. For an image or a volume it may be the name.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the object. Empty if it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The time of the event.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>
    /// Additional attributes: the image and the labels of a container, the <c>exitCode</c> of its process, ...
    /// </summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Returns the type, the action and the object on one line.</summary>
    public override string ToString() =>
        $"{Type.ToString().ToLowerInvariant()} {Action} {(Name.Length > 0 ? Name : ErrorText.ShortId(Id))}";

    internal static EngineEvent Read(JsonElement json)
    {
        var attributes = json.GetPropertyOrDefault("Actor").GetStringMap("Attributes");
        var name = attributes.GetValueOrDefault("name", "");
        var id = json.GetPropertyOrDefault("Actor").GetStringOrEmpty("ID");
        return new EngineEvent
        {
            Type = Enum.TryParse<EngineEventType>(json.GetStringOrEmpty("Type"), ignoreCase: true, out var type) && Enum.IsDefined(type)
                ? type
                : EngineEventType.Unknown,
            Action = json.GetStringOrEmpty("Action"),
            // Podman 4 reports the name of a volume, but not its id, which is the same.
            Id = id.Length > 0 ? id : name,
            Name = name,
            Time = json.GetInt64OrDefault("timeNano") is > 0 and var nanoseconds
                ? DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
                : json.GetUnixTimeOrNull("time") ?? default,
            Attributes = attributes,
        };
    }
}
