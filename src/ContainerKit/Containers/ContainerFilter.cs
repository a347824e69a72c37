using System.Globalization;
using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>
/// The containers to list. A container must match all properties that are set. Within one property any value is
/// sufficient, except for labels, which must all match. Default: all running containers. Immutable.
/// </summary>
/// <example><code>
/// await Container.List(new() { All = true, Labels = ["tier=web"], States = [ContainerState.Exited] });
/// </code></example>
public sealed record ContainerFilter
{
    /// <summary>
    /// Indicates whether stopped containers are listed too. <see cref="States"/>, <see cref="ExitCodes"/> and
    /// <see cref="Limit"/> include stopped containers without it. Default: false.
    /// </summary>
    public bool All { get; init; }

    /// <summary>The states of the containers. Default: see <see cref="All"/>.</summary>
    public IReadOnlyList<ContainerState> States
    {
        get;
        init => field = [.. (value ?? throw new ArgumentNullException(nameof(value))).Select(ValidateState)];
    } = [];

    /// <summary>
    /// The parts of names, as regular expressions: <c>^web$</c> matches only the name web. Default: any.
    /// </summary>
    public IReadOnlyList<string> Names
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "names");
    } = [];

    /// <summary>
    /// The labels that the container must have, as <c>key</c> or <c>key=value</c>. All must match. Default: any.
    /// </summary>
    public IReadOnlyList<string> Labels
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "labels");
    } = [];

    /// <summary>
    /// The images that the container is based on, directly or through another image: names or ids. Default: any.
    /// </summary>
    public IReadOnlyList<string> Ancestors
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "ancestors");
    } = [];

    /// <summary>The networks of the container, by name or id. Default: any.</summary>
    public IReadOnlyList<string> Networks
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "networks");
    } = [];

    /// <summary>
    /// The volumes of the container, by name, or the absolute paths of mounts in the container. Default: any.
    /// </summary>
    public IReadOnlyList<string> Volumes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "volumes");
    } = [];

    /// <summary>The health statuses. Default: any.</summary>
    public IReadOnlyList<HealthStatus> Health
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];

    /// <summary>The exit codes of stopped containers. Default: any.</summary>
    public IReadOnlyList<int> ExitCodes
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];

    /// <summary>The name or id of a container; only containers created before it are listed. Default: any.</summary>
    public string? Before { get; init; }

    /// <summary>The name or id of a container; only containers created after it are listed. Default: any.</summary>
    public string? Since { get; init; }

    /// <summary>The maximum number of containers, newest first. Default: all.</summary>
    public int? Limit
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Limit must be at least 1.");
    }

    /// <summary>
    /// Indicates whether the engine measures the files of the containers, which can take a while. Default: false.
    /// </summary>
    public bool Sizes { get; init; }

    /// <summary>Returns the filter on one line.</summary>
    public override string ToString() =>
        Filters().Describe("list containers" + (All ? " --all" : "") + (Limit is { } limit ? $" --last {limit}" : ""));

    // Only stopped containers have an exit code, so all containers are requested.
    internal QueryString Query() => new()
    {
        { "all", All || ExitCodes.Count > 0 },
        { "limit", Limit },
        { "size", Sizes ? "1" : null },
        Filters(),
    };

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
        : throw new ArgumentException(
            "Engines cannot list containers by an unknown state. Leave it out.", nameof(state));
}
