using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The configuration and state of an engine. Immutable data.</summary>
public sealed record EngineInfo
{
    internal EngineInfo()
    {
    }

    /// <summary>The engine's id.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the host.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the engine.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The number of containers in any state.</summary>
    public int Containers { get; init; }

    /// <summary>The number of running containers.</summary>
    public int Running { get; init; }

    /// <summary>The number of paused containers.</summary>
    public int Paused { get; init; }

    /// <summary>The number of stopped containers.</summary>
    public int Stopped { get; init; }

    /// <summary>The number of images.</summary>
    public int Images { get; init; }

    /// <summary>The number of CPUs of the host.</summary>
    public int Cpus { get; init; }

    /// <summary>The memory of the host in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The operating system of the host, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The operating system of containers: <c>linux</c> or <c>windows</c>.</summary>
    public required string OperatingSystemType { get; init; }

    /// <summary>The architecture of the host, as the kernel names it: <c>x86_64</c>, <c>aarch64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The kernel version of the host.</summary>
    public required string KernelVersion { get; init; }

    /// <summary>The storage driver, such as <c>overlay2</c>.</summary>
    public required string StorageDriver { get; init; }

    /// <summary>The default log driver, such as <c>json-file</c>.</summary>
    public required string LogDriver { get; init; }

    /// <summary>
    /// The cgroup driver: <c>cgroupfs</c>, <c>systemd</c>, or <c>none</c> if the engine cannot set limits.
    /// </summary>
    public required string CgroupDriver { get; init; }

    /// <summary>The cgroup version, 1 or 2. Empty if the engine does not report it.</summary>
    public required string CgroupVersion { get; init; }

    /// <summary>The data root folder on the host.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>The default runtime, such as <c>runc</c>.</summary>
    public required string DefaultRuntime { get; init; }

    /// <summary>The available runtimes.</summary>
    public required IReadOnlyList<string> Runtimes { get; init; }

    /// <summary>The available network drivers.</summary>
    public required IReadOnlyList<string> NetworkDrivers { get; init; }

    /// <summary>The available volume drivers.</summary>
    public required IReadOnlyList<string> VolumeDrivers { get; init; }

    /// <summary>The available log drivers.</summary>
    public required IReadOnlyList<string> LogDrivers { get; init; }

    /// <summary>The security options of the engine, such as <c>name=seccomp,profile=default</c>.</summary>
    public required IReadOnlyList<string> SecurityOptions { get; init; }

    /// <summary>Indicates whether the engine runs in rootless mode.</summary>
    public bool IsRootless => SecurityOptions.Any(option => option.Contains("name=rootless", StringComparison.Ordinal));

    /// <summary>
    /// The time of the engine's clock when it answered. Times of log lines and events are of this clock. Null if the engine
    /// does not report it.
    /// </summary>
    public DateTimeOffset? SystemTime { get; init; }

    /// <summary>The swarm state of the engine: <c>inactive</c>, <c>active</c>, ...</summary>
    public required string SwarmState { get; init; }

    /// <summary>The labels of the engine.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The warnings of the engine about its configuration.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Returns the host, the version and the number of containers and images on one line.</summary>
    public override string ToString() =>
        $"{Name}: {ServerVersion}, {Running} of {Containers} containers run, {Images} images";

    internal static EngineInfo Read(JsonElement json)
    {
        var plugins = json.GetPropertyOrDefault("Plugins");
        return new EngineInfo
        {
            Id = json.GetStringOrEmpty("ID"),
            Name = json.GetStringOrEmpty("Name"),
            ServerVersion = json.GetStringOrEmpty("ServerVersion"),
            Containers = (int)json.GetInt64OrDefault("Containers"),
            Running = (int)json.GetInt64OrDefault("ContainersRunning"),
            Paused = (int)json.GetInt64OrDefault("ContainersPaused"),
            Stopped = (int)json.GetInt64OrDefault("ContainersStopped"),
            Images = (int)json.GetInt64OrDefault("Images"),
            Cpus = (int)json.GetInt64OrDefault("NCPU"),
            MemoryBytes = json.GetInt64OrDefault("MemTotal"),
            OperatingSystem = json.GetStringOrEmpty("OperatingSystem"),
            OperatingSystemType = json.GetStringOrEmpty("OSType"),
            Architecture = json.GetStringOrEmpty("Architecture"),
            KernelVersion = json.GetStringOrEmpty("KernelVersion"),
            StorageDriver = json.GetStringOrEmpty("Driver"),
            LogDriver = json.GetStringOrEmpty("LoggingDriver"),
            CgroupDriver = json.GetStringOrEmpty("CgroupDriver"),
            CgroupVersion = json.GetStringOrEmpty("CgroupVersion"),
            RootDirectory = json.GetStringOrEmpty("DockerRootDir"),
            DefaultRuntime = json.GetStringOrEmpty("DefaultRuntime"),
            Runtimes = [.. json.EnumerateProperties("Runtimes").Select(runtime => runtime.Name)],
            NetworkDrivers = plugins.GetStrings("Network"),
            VolumeDrivers = plugins.GetStrings("Volume"),
            LogDrivers = plugins.GetStrings("Log"),
            SecurityOptions = json.GetStrings("SecurityOptions"),
            SystemTime = json.GetTimeOrNull("SystemTime"),
            SwarmState = json.GetPropertyOrDefault("Swarm").GetStringOrEmpty("LocalNodeState"),
            Labels = json.GetStrings("Labels"),
            Warnings = json.GetStrings("Warnings"),
        };
    }
}
