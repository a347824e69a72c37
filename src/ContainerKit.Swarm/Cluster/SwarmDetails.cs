using System.Text.Json;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>The configuration of a swarm, as a manager reported it. Immutable data.</summary>
public sealed record SwarmDetails
{
    internal SwarmDetails()
    {
    }

    /// <summary>The id of the swarm.</summary>
    public required string Id { get; init; }

    /// <summary>The time when the swarm was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time when the configuration changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The labels of the swarm.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Indicates whether managers encrypt their state, and need <c>UnlockSwarmAsync</c> after a restart.</summary>
    public bool AutoLock { get; init; }

    /// <summary>The number of old tasks that are kept for each slot of a service.</summary>
    public int TaskHistoryLimit { get; init; }

    /// <summary>The period of the heartbeats of nodes.</summary>
    public TimeSpan DispatcherHeartbeat { get; init; }

    /// <summary>The validity of the certificates of nodes.</summary>
    public TimeSpan CertificateExpiry { get; init; }

    /// <summary>The number of log entries of the managers between snapshots.</summary>
    public long SnapshotInterval { get; init; }

    /// <summary>The number of old snapshots that managers keep.</summary>
    public int KeepOldSnapshots { get; init; }

    /// <summary>The root certificate of the swarm, in PEM format.</summary>
    public required string RootCertificate { get; init; }

    /// <summary>Indicates whether a rotation of the root certificate is in progress.</summary>
    public bool IsRootRotationInProgress { get; init; }

    /// <summary>The subnets from which global networks get theirs.</summary>
    public required IReadOnlyList<string> DefaultAddressPools { get; init; }

    /// <summary>The length of the prefix of each subnet from <see cref="DefaultAddressPools"/>.</summary>
    public int SubnetSize { get; init; }

    /// <summary>The UDP port of the traffic between containers.</summary>
    public int DataPathPort { get; init; }

    /// <summary>Returns the id.</summary>
    public override string ToString() => $"swarm {Id}";

    internal static SwarmDetails Read(JsonElement json)
    {
        var spec = json.GetMember("Spec");
        var raft = spec.GetMember("Raft");
        return new SwarmDetails
        {
            Id = json.GetText("ID"),
            CreatedAt = json.GetTime("CreatedAt"),
            UpdatedAt = json.GetTime("UpdatedAt"),
            Labels = spec.GetMap("Labels"),
            AutoLock = spec.GetMember("EncryptionConfig").GetFlag("AutoLockManagers"),
            TaskHistoryLimit = (int)spec.GetMember("Orchestration").GetNumber("TaskHistoryRetentionLimit"),
            DispatcherHeartbeat = spec.GetMember("Dispatcher").GetDuration("HeartbeatPeriod"),
            CertificateExpiry = spec.GetMember("CAConfig").GetDuration("NodeCertExpiry"),
            SnapshotInterval = raft.GetNumber("SnapshotInterval"),
            KeepOldSnapshots = (int)raft.GetNumber("KeepOldSnapshots"),
            RootCertificate = json.GetMember("TLSInfo").GetText("TrustRoot"),
            IsRootRotationInProgress = json.GetFlag("RootRotationInProgress"),
            DefaultAddressPools =
            [
                .. json.GetItems("DefaultAddrPool").Where(pool => pool.ValueKind == JsonValueKind.String).Select(pool => pool.GetString()!),
            ],
            SubnetSize = (int)json.GetNumber("SubnetSize"),
            DataPathPort = (int)json.GetNumber("DataPathPort"),
        };
    }
}
