using ContainerKit.Containers;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>
/// The events to read. An event must match all properties that are set. Within one property any value is sufficient,
/// except for labels, which must all match. Default: all events. Immutable.
/// </summary>
public sealed record EventFilter
{
    /// <summary>The types of the objects. Default: any.</summary>
    public IReadOnlyList<EngineEventType> Types
    {
        get;
        init => field = [.. (value ?? throw new ArgumentNullException(nameof(value))).Select(ValidateType)];
    } = [];

    /// <summary>
    /// The actions: <c>create</c>, <c>start</c>, <c>die</c>, <c>pull</c>, <c>health_status</c>, ... Default: any.
    /// </summary>
    public IReadOnlyList<string> Actions
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "actions");
    } = [];

    /// <summary>The containers, by name or id. Default: any.</summary>
    public IReadOnlyList<string> Containers
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "containers");
    } = [];

    /// <summary>The images, by name or id. Events of their containers match too. Default: any.</summary>
    public IReadOnlyList<string> Images
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "images");
    } = [];

    /// <summary>The networks, by name or id. Default: any.</summary>
    public IReadOnlyList<string> Networks
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "networks");
    } = [];

    /// <summary>The volumes, by name. Default: any.</summary>
    public IReadOnlyList<string> Volumes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "volumes");
    } = [];

    /// <summary>The labels of the objects, as <c>key</c> or <c>key=value</c>. All must match. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>The time of the first event. The engine keeps about the last 250 events. Default: now.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>
    /// The time of the last event. With a time in the past, the stream ends after the past events. Default: no end.
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString()
    {
        var (since, until) = (Since is { } first ? $" --since {first:O}" : "", Until is { } last ? $" --until {last:O}" : "");
        return Filters().Describe("events" + since + until);
    }

    internal QueryString Query() => new()
    {
        { "since", Since is { } since ? EngineTime.FormatFirst(since) : null },
        { "until", Until is { } until ? EngineTime.FormatLast(until) : null },
        Filters(),
    };

    private EngineFilters Filters() => new EngineFilters()
        .Add("type", Types.Select(type => type.ToString().ToLowerInvariant()))
        .Add("event", Actions)
        .Add("container", Containers)
        .Add("image", Images)
        .Add("network", Networks)
        .Add("volume", Volumes)
        .Add("label", Labels);

    private static EngineEventType ValidateType(EngineEventType type) => type != EngineEventType.Unknown
        ? type
        : throw new ArgumentException("Engines cannot filter events by an unknown type. Leave it out.", nameof(type));
}
