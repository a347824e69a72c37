using System.Text.Json;
using ContainerKit.Swarm.Internal;

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
    public IReadOnlyDictionary<string, string> Labels { get; init; } = SwarmJson.EmptyMap;

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

    internal long Version => Json.GetMember("Version").GetNumber("Index");

    internal long JobIteration => Json.GetMember("JobStatus").GetMember("JobIteration").GetNumber("Index");

    internal bool IsJob => Mode is ServiceMode.ReplicatedJob or ServiceMode.GlobalJob;

    /// <summary>Returns the name, the mode and the image on one line.</summary>
    public override string ToString() => $"service {Name}: {Mode}, {Image}";

    internal static ServiceDetails Read(JsonElement json)
    {
        var spec = json.GetMember("Spec");
        var mode = spec.GetMember("Mode");
        return new ServiceDetails
        {
            Id = json.RequireText("ID"),
            Name = spec.GetText("Name"),
            Mode = HasMode("Global") ? ServiceMode.Global
                : HasMode("ReplicatedJob") ? ServiceMode.ReplicatedJob
                : HasMode("GlobalJob") ? ServiceMode.GlobalJob
                : ServiceMode.Replicated,
            Replicas = HasMode("Replicated") ? (int)mode.GetMember("Replicated").GetNumber("Replicas")
                : HasMode("ReplicatedJob") ? (int)mode.GetMember("ReplicatedJob").GetNumber("TotalCompletions")
                : null,
            Image = spec.GetMember("TaskTemplate").GetMember("ContainerSpec").GetText("Image"),
            Labels = spec.GetMap("Labels"),
            Ports = [.. json.GetMember("Endpoint").GetItems("Ports").Select(ReadPort).OfType<ServicePort>()],
            UpdateState = json.GetMember("UpdateStatus").GetText("State") switch
            {
                "updating" => ServiceUpdateState.Updating,
                "paused" => ServiceUpdateState.Paused,
                "completed" => ServiceUpdateState.Completed,
                "rollback_started" => ServiceUpdateState.RollbackStarted,
                "rollback_paused" => ServiceUpdateState.RollbackPaused,
                "rollback_completed" => ServiceUpdateState.RollbackCompleted,
                _ => ServiceUpdateState.None,
            },
            UpdateMessage = json.GetMember("UpdateStatus").GetText("Message"),
            CreatedAt = json.GetTime("CreatedAt"),
            UpdatedAt = json.GetTime("UpdatedAt"),
            Json = json,
        };

        bool HasMode(string name) => mode.GetMember(name).ValueKind == JsonValueKind.Object;
    }

    private static ServicePort? ReadPort(JsonElement json) =>
        json.GetNumber("TargetPort") is >= 1 and <= 65535 and var target
            ? new ServicePort(
                (int)target,
                (int)json.GetNumber("PublishedPort"),
                json.GetEnum("Protocol", PortProtocol.Tcp),
                json.GetText("PublishMode") == "host" ? PublishMode.Host : PublishMode.Ingress)
            : null;
}
