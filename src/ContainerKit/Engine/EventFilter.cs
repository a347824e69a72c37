using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// Which of an engine's events to follow. Of one kind of condition any value is enough, except labels, which all have to fit; of several kinds
/// all have to fit. Without conditions: all. Immutable.
/// </summary>
public sealed record EventFilter
{
    /// <summary>What they are about. Default: anything.</summary>
    public IReadOnlyList<EngineEventType> Types
    {
        get;
        init => field = [.. (value ?? throw new ArgumentNullException(nameof(value))).Select(ValidateType)];
    } = [];

    /// <summary>What happened: <c>create</c>, <c>start</c>, <c>die</c>, <c>pull</c>, <c>health_status</c>, ... Default: anything.</summary>
    public IReadOnlyList<string> Actions
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "actions");
    } = [];

    /// <summary>The containers that they are about: names or ids. Default: any.</summary>
    public IReadOnlyList<string> Containers
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "containers");
    } = [];

    /// <summary>The images that they are about, or whose containers they are about: names or ids. Default: any.</summary>
    public IReadOnlyList<string> Images
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "images");
    } = [];

    /// <summary>The networks that they are about: names or ids. Default: any.</summary>
    public IReadOnlyList<string> Networks
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "networks");
    } = [];

    /// <summary>The volumes that they are about. Default: any.</summary>
    public IReadOnlyList<string> Volumes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "volumes");
    } = [];

    /// <summary>Labels of what they are about, as <c>key</c> or <c>key=value</c>; all of them. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>Begins with what happened since then, as far as the engine remembers: some 250 events. Default: from now on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Ends then. A moment that is over gives what has happened up to it, and no more. Default: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The following on one line.</summary>
    public override string ToString() => Filters().After("events" + (Since is { } since ? $" --since {since:O}" : "") + (Until is { } until ? $" --until {until:O}" : ""));

    internal string Query() => ((Since is { } since ? $"&since={EngineFilters.Moment(since)}" : "")
        + (Until is { } until ? $"&until={EngineFilters.Moment(until)}" : "")
        + Filters().Query()).TrimStart('&');

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
        : throw new ArgumentException("Engines cannot be asked for events of an unknown type; leave it out.", nameof(type));
}
