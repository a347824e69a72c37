using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>One task of a service: one container on one node. Immutable data.</summary>
public sealed record ServiceTask
{
    internal ServiceTask()
    {
    }

    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the service.</summary>
    public required string ServiceId { get; init; }

    /// <summary>
    /// The slot: the number that a task and the tasks that replace it share. From 1 for a replicated service, from 0 for a replicated
    /// job; 0 for a global service.
    /// </summary>
    public int Slot { get; init; }

    /// <summary>The id of the node. Empty while the task has none.</summary>
    public string NodeId { get; init; } = "";

    /// <summary>The host name of the node. Empty while the task has none, or if the node was removed.</summary>
    public string Node { get; init; } = "";

    /// <summary>The state.</summary>
    public ServiceTaskState State { get; init; }

    /// <summary>The state that the engine wants the task to have. A task that is being replaced has the state Shutdown.</summary>
    public ServiceTaskState DesiredState { get; init; }

    /// <summary>The engine's description of the state.</summary>
    public string Message { get; init; } = "";

    /// <summary>The error, such as the scheduler's reason for a pending task. Empty if there is none.</summary>
    public string Error { get; init; } = "";

    /// <summary>The exit code of the process. Null while it runs, and if it did not start.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The id of the container on the node. Empty while there is none.</summary>
    public string ContainerId { get; init; } = "";

    /// <summary>The image, with its digest if the service has one.</summary>
    public string Image { get; init; } = "";

    /// <summary>The time when the task was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time of the state.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Indicates whether the task has ended.</summary>
    public bool HasEnded => State > ServiceTaskState.Running;

    /// <summary>Indicates whether the task failed: its process, its start, or the image on its node.</summary>
    public bool HasFailed => State is ServiceTaskState.Failed or ServiceTaskState.Rejected;

    /// <summary>The iteration of the job. Null for a service that is not a job.</summary>
    internal long? JobIteration { get; init; }

    /// <summary>Returns the slot, the node, the state, the error and the exit code on one line.</summary>
    public override string ToString()
    {
        var text = $"task {Slot} {Id}";
        if (Node.Length > 0) text += $" on {Node}";
        text += $": {State.ToString().ToLowerInvariant()}";
        if (ExitCode is { } code && HasEnded) text += $", exit code {code}";
        return Error.Length > 0 ? $"{text}, {Error}" : text;
    }

    /// <summary>Reads the engine's JSON of a task.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="nodes">The host names of the nodes, by id.</param>
    internal static ServiceTask Read(JsonElement json, IReadOnlyDictionary<string, string> nodes)
    {
        var status = json.GetMember("Status");
        var node = json.GetText("NodeID");
        var container = status.GetMember("ContainerStatus");
        var state = status.GetEnum("State", ServiceTaskState.Unknown);
        return new ServiceTask
        {
            Id = json.RequireText("ID"),
            ServiceId = json.GetText("ServiceID"),
            Slot = (int)json.GetNumber("Slot"),
            NodeId = node,
            Node = nodes.GetValueOrDefault(node, ""),
            State = state,
            DesiredState = json.GetEnum("DesiredState", ServiceTaskState.Unknown),
            Message = status.GetText("Message"),
            Error = status.GetText("Err"),
            // The engine leaves the exit code 0 out, and reports one without a container for a task that did not start.
            ExitCode = state > ServiceTaskState.Running && container.GetText("ContainerID").Length > 0
                ? (int)container.GetNumber("ExitCode")
                : null,
            ContainerId = container.GetText("ContainerID"),
            Image = json.GetMember("Spec").GetMember("ContainerSpec").GetText("Image"),
            CreatedAt = json.GetTime("CreatedAt"),
            Timestamp = status.GetTime("Timestamp"),
            JobIteration = json.GetMember("JobIteration") is { ValueKind: JsonValueKind.Object } iteration
                ? iteration.GetNumber("Index")
                : null,
        };
    }
}
