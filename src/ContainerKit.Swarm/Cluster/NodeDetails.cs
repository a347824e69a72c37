using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>The configuration and the state of a node, as a manager reported it. Immutable data.</summary>
public sealed record NodeDetails
{
    internal NodeDetails()
    {
    }

    /// <summary>The id of the node.</summary>
    public required string Id { get; init; }

    /// <summary>The host name of the node.</summary>
    public required string Name { get; init; }

    /// <summary>The role that is wanted. A promotion takes effect when <see cref="Manager"/> is not null.</summary>
    public NodeRole Role { get; init; }

    /// <summary>The availability for tasks.</summary>
    public NodeAvailability Availability { get; init; }

    /// <summary>The state.</summary>
    public NodeState State { get; init; }

    /// <summary>The reason of the state, such as a missed heartbeat. Empty if there is none.</summary>
    public required string StateMessage { get; init; }

    /// <summary>The IP address of the node, as the managers see it.</summary>
    public required string Address { get; init; }

    /// <summary>The part that only managers have. Null for a worker.</summary>
    public ManagerDetails? Manager { get; init; }

    /// <summary>The labels of the node in the swarm, for placement constraints such as <c>node.labels.disk==ssd</c>.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The labels of the node's engine, for placement constraints such as <c>engine.labels.os==debian</c>.</summary>
    public required IReadOnlyDictionary<string, string> EngineLabels { get; init; }

    /// <summary>The version of the node's engine.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>The operating system, such as <c>linux</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The architecture, such as <c>x86_64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The number of CPUs.</summary>
    public double Cpus { get; init; }

    /// <summary>The memory, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The time when the node joined.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time when the configuration changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The root certificate that the node trusts, in PEM format.</summary>
    internal string TrustRoot { get; init; } = "";

    /// <summary>The subject and the public key of the issuer of the node's certificate.</summary>
    internal (string Subject, string PublicKey) CertificateIssuer { get; init; }

    /// <summary>Returns the node on one line.</summary>
    public override string ToString()
    {
        var role = Manager is null ? "worker" : Manager.IsLeader ? "leader" : $"manager, {Manager.Reachability}";
        return $"{Name} ({Id}): {State}, {Availability}, {role}{(StateMessage.Length > 0 ? $", {StateMessage}" : "")}";
    }

    internal static NodeDetails Read(JsonElement json)
    {
        var (spec, description, status) = (json.GetMember("Spec"), json.GetMember("Description"), json.GetMember("Status"));
        var (engine, resources) = (description.GetMember("Engine"), description.GetMember("Resources"));
        var tls = description.GetMember("TLSInfo");
        return new NodeDetails
        {
            Id = json.RequireText("ID"),
            Name = description.GetText("Hostname"),
            Role = spec.GetEnum("Role", NodeRole.Worker),
            Availability = spec.GetEnum("Availability", NodeAvailability.Active),
            State = status.GetEnum("State", NodeState.Unknown),
            StateMessage = status.GetText("Message"),
            Address = status.GetText("Addr"),
            Manager = json.GetMember("ManagerStatus") is { ValueKind: JsonValueKind.Object } manager
                ? new ManagerDetails(
                    manager.GetFlag("Leader"), manager.GetEnum("Reachability", ManagerReachability.Unknown), manager.GetText("Addr"))
                : null,
            Labels = spec.GetMap("Labels"),
            EngineLabels = engine.GetMap("Labels"),
            EngineVersion = engine.GetText("EngineVersion"),
            OperatingSystem = description.GetMember("Platform").GetText("OS"),
            Architecture = description.GetMember("Platform").GetText("Architecture"),
            Cpus = resources.GetNumber("NanoCPUs") / 1e9,
            MemoryBytes = resources.GetNumber("MemoryBytes"),
            CreatedAt = json.GetTime("CreatedAt"),
            UpdatedAt = json.GetTime("UpdatedAt"),
            TrustRoot = tls.GetText("TrustRoot"),
            CertificateIssuer = (tls.GetText("CertIssuerSubject"), tls.GetText("CertIssuerPublicKey")),
        };
    }
}
