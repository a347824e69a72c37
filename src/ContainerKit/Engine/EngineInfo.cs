using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What an engine has and how it is set up. Plain data.</summary>
public sealed record EngineInfo
{
    internal EngineInfo()
    {
    }

    /// <summary>The engine's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its host's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>How many containers it has, in whatever state.</summary>
    public int Containers { get; init; }

    /// <summary>How many of them run.</summary>
    public int Running { get; init; }

    /// <summary>How many of them are paused.</summary>
    public int Paused { get; init; }

    /// <summary>How many of them do not run.</summary>
    public int Stopped { get; init; }

    /// <summary>How many images it has.</summary>
    public int Images { get; init; }

    /// <summary>The CPUs of its host.</summary>
    public int Cpus { get; init; }

    /// <summary>The memory of its host, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Its host's operating system, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The operating system of its containers: <c>linux</c> or <c>windows</c>.</summary>
    public required string OperatingSystemType { get; init; }

    /// <summary>Its host's architecture, by the kernel's name: <c>x86_64</c>, <c>aarch64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Its host's kernel.</summary>
    public required string KernelVersion { get; init; }

    /// <summary>What keeps images and containers, such as <c>overlay2</c>.</summary>
    public required string StorageDriver { get; init; }

    /// <summary>What keeps logs where a container does not say, such as <c>json-file</c>.</summary>
    public required string LogDriver { get; init; }

    /// <summary>What keeps limits: <c>cgroupfs</c>, <c>systemd</c>, or <c>none</c>, where there are none.</summary>
    public required string CgroupDriver { get; init; }

    /// <summary>The version of control groups, 1 or 2; empty where it did not tell.</summary>
    public required string CgroupVersion { get; init; }

    /// <summary>The folder on its host that everything is in.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>What runs containers where they do not say, such as <c>runc</c>.</summary>
    public required string DefaultRuntime { get; init; }

    /// <summary>What can run containers.</summary>
    public required IReadOnlyList<string> Runtimes { get; init; }

    /// <summary>Drivers for networks.</summary>
    public required IReadOnlyList<string> NetworkDrivers { get; init; }

    /// <summary>Drivers for volumes.</summary>
    public required IReadOnlyList<string> VolumeDrivers { get; init; }

    /// <summary>Drivers for logs.</summary>
    public required IReadOnlyList<string> LogDrivers { get; init; }

    /// <summary>What guards containers, such as <c>name=seccomp,profile=default</c>.</summary>
    public required IReadOnlyList<string> SecurityOptions { get; init; }

    /// <summary>Whether it runs without the rights of root.</summary>
    public bool IsRootless => SecurityOptions.Any(option => option.Contains("name=rootless", StringComparison.Ordinal));

    /// <summary>Whether it is part of a swarm: <c>inactive</c>, <c>active</c>, ...</summary>
    public required string SwarmState { get; init; }

    /// <summary>The labels that its host was given.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>What it warns of.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The host, the version and the counts on one line.</summary>
    public override string ToString() => $"{Name}: {ServerVersion}, {Running} of {Containers} containers run, {Images} images";

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
            SwarmState = json.GetPropertyOrDefault("Swarm").GetStringOrEmpty("LocalNodeState"),
            Labels = json.GetStrings("Labels"),
            Warnings = json.GetStrings("Warnings"),
        };
    }
}
