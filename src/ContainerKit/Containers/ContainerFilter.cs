using System.Globalization;
using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// Which containers to list. Of one kind of condition any value is enough, except labels, which all have to fit; of several kinds all have
/// to fit. Without conditions: those that run. Immutable.
/// </summary>
/// <example><code>
/// await Container.List(new() { All = true, Labels = ["tier=web"], States = [ContainerState.Exited] });
/// </code></example>
public sealed record ContainerFilter
{
    /// <summary>
    /// Whether containers that do not run are listed too. <see cref="States"/>, <see cref="ExitCodes"/> and <see cref="Limit"/> reach beyond
    /// running ones by themselves. Default: false.
    /// </summary>
    public bool All { get; init; }

    /// <summary>What they do. Default: see <see cref="All"/>.</summary>
    public IReadOnlyList<ContainerState> States
    {
        get;
        init => field = [.. (value ?? throw new ArgumentNullException(nameof(value))).Select(ValidateState)];
    } = [];

    /// <summary>Parts of their names, which engines read as regular expressions: <c>^web$</c> is just web. Default: any.</summary>
    public IReadOnlyList<string> Names
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "names");
    } = [];

    /// <summary>Labels that they have, as <c>key</c> or <c>key=value</c>; all of them. Default: any.</summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>Images that they are made from, or that their images are made from: names or ids. Default: any.</summary>
    public IReadOnlyList<string> Ancestors
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "ancestors");
    } = [];

    /// <summary>Networks that they are on: names or ids. Default: any.</summary>
    public IReadOnlyList<string> Networks
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "networks");
    } = [];

    /// <summary>Volumes, or paths in them, where something is mounted: volume names or absolute paths. Default: any.</summary>
    public IReadOnlyList<string> Volumes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "volumes");
    } = [];

    /// <summary>What their health checks say. Default: any.</summary>
    public IReadOnlyList<HealthStatus> Health
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];

    /// <summary>The exit codes of those whose processes have ended. Default: any.</summary>
    public IReadOnlyList<int> ExitCodes
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];

    /// <summary>Only those made before this one, by name or id. Default: any.</summary>
    public string? Before { get; init; }

    /// <summary>Only those made after this one, by name or id. Default: any.</summary>
    public string? Since { get; init; }

    /// <summary>Only so many, the newest. Default: all.</summary>
    public int? Limit
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is 1 container or more.");
    }

    /// <summary>Whether the engine adds up how much their files take, which takes it a while. Default: false.</summary>
    public bool Sizes { get; init; }

    /// <summary>The listing on one line.</summary>
    public override string ToString() => Filters().After("list containers" + (All ? " --all" : "") + (Limit is { } limit ? $" --last {limit}" : ""));

    // Only what does not run has an exit code; engines would look for it among those that do.
    internal string Query() =>
        $"all={(All || ExitCodes.Count > 0 ? 1 : 0)}{(Limit is { } limit ? $"&limit={limit}" : "")}{(Sizes ? "&size=1" : "")}{Filters().Query()}";

    private EngineFilters Filters() => new EngineFilters()
        .Add("status", States.Select(state => state.ToString().ToLowerInvariant()))
        .Add("name", Names)
        .Add("label", Labels)
        .Add("ancestor", Ancestors)
        .Add("network", Networks)
        .Add("volume", Volumes)
        .Add("health", Health.Select(health => health.ToString().ToLowerInvariant()))
        .Add("exited", ExitCodes.Select(code => code.ToString(CultureInfo.InvariantCulture)))
        .Add("before", Before)
        .Add("since", Since);

    private static ContainerState ValidateState(ContainerState state) => state != ContainerState.Unknown
        ? state
        : throw new ArgumentException("Engines cannot list containers in an unknown state; leave it out.", nameof(state));
}
