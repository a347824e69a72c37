using System.Text.Json;
using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>The configuration and the state of a service. Immutable data.</summary>
public sealed record ServiceDetails
{
    internal ServiceDetails()
    {
    }

    /// <summary>The service's id.</summary>
    public required string Id { get; init; }

    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The mode.</summary>
    public ServiceMode Mode { get; init; }

    /// <summary>The image, with its digest if it was resolved.</summary>
    public string Image { get; init; } = "";

    /// <summary>The number of tasks of a replicated service, or of completed tasks of a replicated job; null for other services.</summary>
    public int? Replicas { get; init; }

    /// <summary>The labels, including those of this library.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = SpecChecks.EmptyMap;

    /// <summary>The published ports, with the ports that the engine chose.</summary>
    public IReadOnlyList<ServicePort> Ports { get; init; } = [];

    /// <summary>The state of the last update.</summary>
    public ServiceUpdateState UpdateState { get; init; }

    /// <summary>The engine's description of the last update.</summary>
    public string UpdateMessage { get; init; } = "";

    /// <summary>The time when the service was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time when the service was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The engine's JSON of the service, for what this type does not have.</summary>
    public JsonElement Json { get; init; }

    internal long Version => Json.Get("Version", "Index").Number() ?? 0;

    internal long JobIteration => Json.Get("JobStatus", "JobIteration", "Index").Number() ?? 0;

    internal bool IsJob => Mode is ServiceMode.ReplicatedJob or ServiceMode.GlobalJob;

    /// <summary>Returns the name, the mode and the image on one line.</summary>
    public override string ToString() => $"service {Name}: {Mode}, {Image}";

    internal static ServiceDetails Read(JsonElement json)
    {
        var spec = json.Get("Spec");
        var mode = spec.Get("Mode");
        return new ServiceDetails
        {
            Id = json.Get("ID").Text(),
            Name = spec.Get("Name").Text(),
            Mode = mode.Has("Global") ? ServiceMode.Global
                : mode.Has("ReplicatedJob") ? ServiceMode.ReplicatedJob
                : mode.Has("GlobalJob") ? ServiceMode.GlobalJob
                : ServiceMode.Replicated,
            Replicas = (int?)(mode.Get("Replicated", "Replicas").Number() ?? mode.Get("ReplicatedJob", "TotalCompletions").Number()),
            Image = spec.Get("TaskTemplate", "ContainerSpec", "Image").Text(),
            Labels = spec.Get("Labels").TextMap(),
            Ports = [.. json.Get("Endpoint", "Ports").Items().Select(ReadPort).OfType<ServicePort>()],
            UpdateState = json.Get("UpdateStatus", "State").Text() switch
            {
                "updating" => ServiceUpdateState.Updating,
                "paused" => ServiceUpdateState.Paused,
                "completed" => ServiceUpdateState.Completed,
                "rollback_started" => ServiceUpdateState.RollbackStarted,
                "rollback_paused" => ServiceUpdateState.RollbackPaused,
                "rollback_completed" => ServiceUpdateState.RollbackCompleted,
                _ => ServiceUpdateState.None,
            },
            UpdateMessage = json.Get("UpdateStatus", "Message").Text(),
            CreatedAt = json.Get("CreatedAt").Time(),
            UpdatedAt = json.Get("UpdatedAt").Time(),
            Json = json,
        };
    }

    private static ServicePort? ReadPort(JsonElement json) =>
        json.Get("TargetPort").Number() is >= 1 and <= 65535 and var target
            ? new ServicePort(
                (int)target,
                (int)(json.Get("PublishedPort").Number() ?? 0),
                Enum.TryParse<PortProtocol>(json.Get("Protocol").Text(), ignoreCase: true, out var protocol) ? protocol : PortProtocol.Tcp,
                json.Get("PublishMode").Text() == "host" ? PublishMode.Host : PublishMode.Ingress)
            : null;
}
