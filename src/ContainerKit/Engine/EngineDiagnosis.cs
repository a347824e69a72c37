using System.Text;

namespace ContainerKit;

/// <summary>
/// The result of <see cref="DockerEngine.DiagnoseAsync(CancellationToken)"/>: the settings and endpoints that were examined, and
/// the engine that the library uses. It contains no secrets of addresses. Immutable data.
/// </summary>
public sealed partial record EngineDiagnosis
{
    internal EngineDiagnosis()
    {
    }

    /// <summary>The settings that select an engine, in the order of their precedence, and those of its connection.</summary>
    public required IReadOnlyList<DiagnosedSetting> Settings { get; init; }

    /// <summary>
    /// The endpoints that were tried, in order: first those that the settings select, then the other well-known sockets. The addresses
    /// of contexts that are not selected are not connected to.
    /// </summary>
    public required IReadOnlyList<DiagnosedEndpoint> Endpoints { get; init; }

    /// <summary>The endpoint that the library uses. Null if no engine can be used.</summary>
    public DiagnosedEndpoint? Used => Endpoints.FirstOrDefault(static endpoint => endpoint.State == DiagnosedEndpointState.Used);

    /// <summary>The reason why <see cref="Used"/> is used, or why no engine can be used, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The host on which published ports are reached. Null if no engine can be used.</summary>
    public string? PublishedHost { get; init; }

    /// <summary>The version of the engine. Null if no engine can be used, or if its request failed.</summary>
    public EngineVersion? Version { get; init; }

    /// <summary>The configuration of the engine. Null if no engine can be used, or if its request failed.</summary>
    public EngineInfo? Info { get; init; }

    /// <summary>
    /// The image store: <c>containerd</c>, or <c>classic</c> for the storage drivers of Docker; <c>containers-storage</c> for Podman.
    /// Null if the engine is not known.
    /// </summary>
    public string? ImageStore { get; init; }

    /// <summary>
    /// The builder that the engine prefers: <c>BuildKit</c> or <c>classic</c>. Null if the engine does not report it, as Podman.
    /// </summary>
    public string? Builder { get; init; }

    /// <summary>Indicates whether the engine runs in rootless mode.</summary>
    public bool IsRootless => Info?.IsRootless ?? false;

    /// <summary>
    /// The optional features that the engine reports, such as <c>memory limits</c>, <c>CPU limits</c>, <c>seccomp</c> and <c>rootless</c>.
    /// Empty if the engine is not known.
    /// </summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>
    /// The proxies of this process, which requests to the engine do not use, those that the engine uses for registries, and those of
    /// <c>config.json</c> that containers and builds get.
    /// </summary>
    public required IReadOnlyList<DiagnosedSetting> Proxies { get; init; }

    /// <summary>Returns the diagnosis as a text of several lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("Engine: ").Append(Used?.Address ?? "none").Append('\n');
        text.Append("  ").Append(Reason).Append('\n');
        if (Version is { } version) Line($"version {version}; the engine supports API {version.OldestApiVersion} to {version.ApiVersion}");
        if (Version is { Components: { Count: > 0 } components })
        {
            Line("components " + string.Join(
                ", ", components.Where(static each => each.Key != "Engine").Select(static each => $"{each.Key} {each.Value}")));
        }

        if (Info is { } info)
        {
            Line($"host {info.Name}, {info.OperatingSystem}, kernel {info.KernelVersion}");
            Line($"storage driver {info.StorageDriver}, log driver {info.LogDriver}, cgroup version {info.CgroupVersion}, "
                + $"cgroup driver {info.CgroupDriver}, runtime {info.DefaultRuntime}");
        }

        if (ImageStore is not null)
            Line($"image store {ImageStore}, builder {Builder ?? "unknown"}, {(IsRootless ? "rootless" : "not rootless")}");
        if (Features.Count > 0) Line("features: " + string.Join(", ", Features));
        if (PublishedHost is not null) Line($"published ports are reached on {PublishedHost}");
        Section("Endpoints", Endpoints);
        Section("Settings", Settings);
        Section("Proxies", Proxies);
        return text.ToString().TrimEnd('\n');

        void Line(string line) => text.Append("  ").Append(line).Append('\n');

        void Section<T>(string title, IReadOnlyList<T> items)
        {
            if (items.Count == 0) return;
            text.Append(title).Append(":\n");
            foreach (var item in items) Line(item!.ToString()!);
        }
    }
}
