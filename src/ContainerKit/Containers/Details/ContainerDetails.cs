using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The configuration and state of a container, as the engine reported them. Immutable data.</summary>
public sealed partial record ContainerDetails
{
    internal ContainerDetails()
    {
    }

    /// <summary>The container's id, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>The image's name as given when the container was created.</summary>
    public required string Image { get; init; }

    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>The time when the container was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The labels, including those of this library.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The resource limits.</summary>
    public required ContainerLimits Limits { get; init; }

    /// <summary>The mounts.</summary>
    public required IReadOnlyList<ContainerMount> Mounts { get; init; }

    /// <summary>Indicates whether the container is privileged.</summary>
    public bool Privileged { get; init; }

    /// <summary>Indicates whether the root file system is read-only.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Indicates whether the engine removes the container when its process exits.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>The log driver, such as <c>json-file</c>.</summary>
    public required string LogDriver { get; init; }

    /// <summary>The operating system of the container, such as <c>linux</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>
    /// Returns the name and the state on one line, as <see cref="DescribeState"/> does, without values of environment
    /// variables.
    /// </summary>
    public override string ToString() => $"{Name}: {DescribeState()}";

    internal static ContainerDetails Read(JsonElement json)
    {
        var (state, config) = (json.GetPropertyOrDefault("State"), json.GetPropertyOrDefault("Config"));
        var (host, network) = (json.GetPropertyOrDefault("HostConfig"), json.GetPropertyOrDefault("NetworkSettings"));
        // Podman reports the addresses and ports of an exited container for a moment.
        var hasExited = ReadState(state.GetStringOrEmpty("Status")) is ContainerState.Exited or ContainerState.Dead;
        return new ContainerDetails
        {
            Id = json.GetStringOrEmpty("Id"),
            Name = json.GetStringOrEmpty("Name").TrimStart('/'),
            Image = config.GetStringOrEmpty("Image"),
            ImageId = ImageIdText.WithAlgorithm(json.GetStringOrEmpty("Image")),
            CreatedAt = json.GetTimeOrNull("Created") ?? default,
            Labels = config.GetStringMap("Labels"),
            Limits = ContainerLimits.Read(host),
            Mounts = [.. json.EnumerateItems("Mounts").Select(ContainerMount.Read)],
            Privileged = host.GetBooleanOrDefault("Privileged"),
            ReadOnlyRoot = host.GetBooleanOrDefault("ReadonlyRootfs"),
            AutoRemove = host.GetBooleanOrDefault("AutoRemove"),
            LogDriver = host.GetPropertyOrDefault("LogConfig").GetStringOrEmpty("Type"),
            Platform = json.GetStringOrEmpty("Platform"),

            State = ReadState(state.GetStringOrEmpty("Status")),
            IsRunning = state.GetBooleanOrDefault("Running"),
            IsPaused = state.GetBooleanOrDefault("Paused"),
            IsRestarting = state.GetBooleanOrDefault("Restarting"),
            ExitCode = (int)state.GetInt64OrDefault("ExitCode"),
            OutOfMemory = state.GetBooleanOrDefault("OOMKilled"),
            Error = state.GetStringOrEmpty("Error") is { Length: > 0 } error ? error : null,
            ProcessId = (int)state.GetInt64OrDefault("Pid"),
            StartedAt = state.GetTimeOrNull("StartedAt"),
            FinishedAt = state.GetTimeOrNull("FinishedAt"),
            RestartCount = (int)json.GetInt64OrDefault("RestartCount"),
            Restart = ReadRestart(host.GetPropertyOrDefault("RestartPolicy").GetStringOrEmpty("Name")),
            MaximumRetryCount = (int)host.GetPropertyOrDefault("RestartPolicy").GetInt64OrDefault("MaximumRetryCount"),
            Health = ContainerHealth.Read(state.GetPropertyOrDefault("Health")),

            Command = [json.GetStringOrEmpty("Path"), .. json.GetStrings("Args")],
            Entrypoint = config.GetStrings("Entrypoint"),
            Arguments = config.GetStrings("Cmd"),
            Environment = ReadEnvironment(config.GetStrings("Env")),
            WorkingDirectory = config.GetStringOrEmpty("WorkingDir") is { Length: > 0 } folder ? folder : "/",
            User = config.GetStringOrEmpty("User"),
            Hostname = config.GetStringOrEmpty("Hostname"),
            Tty = config.GetBooleanOrDefault("Tty"),
            OpenStdin = config.GetBooleanOrDefault("OpenStdin"),
            StopSignal = config.GetStringOrEmpty("StopSignal") is { Length: > 0 } signal ? Signals.ToName(signal) : null,
            StopTimeout = config.GetInt64OrNull("StopTimeout") is { } seconds ? ReadStopTimeout(seconds) : null,

            NetworkMode = host.GetStringOrEmpty("NetworkMode"),
            Networks = network.EnumerateProperties("Networks").Select(ContainerNetwork.Read).Select(Connect)
                .DistinctBy(item => item.Name).ToDictionary(item => item.Name),
            Ports = hasExited ? [] : [.. ReadPorts(network)],
            ExposedPorts =
            [
                .. config.EnumerateProperties("ExposedPorts").Select(port => PublishedPort.FromKey(port.Name)).OfType<PublishedPort>()
                    .Select(port => new ExposedPort(port.ContainerPort, port.Protocol)),
            ],
        };

        ContainerNetwork Connect(ContainerNetwork item) => hasExited ? item with { Address = null, AddressV6 = null } : item;
    }
}
