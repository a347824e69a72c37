using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit;

/// <summary>What the engine knew of a container when it was asked. Plain data.</summary>
public sealed partial record ContainerDetails
{
    internal ContainerDetails()
    {
    }

    /// <summary>Its id, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The image's name, as it was given when the container was made.</summary>
    public required string Image { get; init; }

    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its labels, the library's own among them.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>What it may use of its host.</summary>
    public required ContainerLimits Limits { get; init; }

    /// <summary>What is mounted in it.</summary>
    public required IReadOnlyList<ContainerMount> Mounts { get; init; }

    /// <summary>Whether it has all rights on its host.</summary>
    public bool Privileged { get; init; }

    /// <summary>Whether its root filesystem cannot be written to.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Whether the engine removes it when its process has ended.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>What keeps its log, such as <c>json-file</c>.</summary>
    public required string LogDriver { get; init; }

    /// <summary>Its operating system, such as <c>linux</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The container's name and state on one line. Values of its environment are not shown.</summary>
    public override string ToString() => State switch
    {
        ContainerState.Exited => $"{Name}: exited with {ExitCode}",
        ContainerState.Running when Health is { } health => $"{Name}: {State} ({health})",
        _ => $"{Name}: {State}",
    };

    internal static ContainerDetails Read(JsonElement json)
    {
        var (state, config, host, network) = (json.At("State"), json.At("Config"), json.At("HostConfig"), json.At("NetworkSettings"));
        return new ContainerDetails
        {
            Id = json.Text("Id"),
            Name = json.Text("Name").TrimStart('/'),
            Image = config.Text("Image"),
            ImageId = json.Text("Image"),
            CreatedAt = json.Time("Created") ?? default,
            Labels = config.TextMap("Labels"),
            Limits = ContainerLimits.Read(host),
            Mounts = [.. json.Items("Mounts").Select(ContainerMount.Read)],
            Privileged = host.Flag("Privileged"),
            ReadOnlyRoot = host.Flag("ReadonlyRootfs"),
            AutoRemove = host.Flag("AutoRemove"),
            LogDriver = host.At("LogConfig").Text("Type"),
            Platform = json.Text("Platform"),

            State = ReadState(state.Text("Status")),
            IsRunning = state.Flag("Running"),
            IsPaused = state.Flag("Paused"),
            IsRestarting = state.Flag("Restarting"),
            ExitCode = (int)state.Number("ExitCode"),
            OutOfMemory = state.Flag("OOMKilled"),
            Error = state.Text("Error") is { Length: > 0 } error ? error : null,
            ProcessId = (int)state.Number("Pid"),
            StartedAt = state.Time("StartedAt"),
            FinishedAt = state.Time("FinishedAt"),
            RestartCount = (int)json.Number("RestartCount"),
            Restart = ReadRestart(host.At("RestartPolicy").Text("Name")),
            MaximumRetryCount = (int)host.At("RestartPolicy").Number("MaximumRetryCount"),
            Health = ContainerHealth.Read(state.At("Health")),

            Command = [json.Text("Path"), .. json.Texts("Args")],
            Entrypoint = config.Texts("Entrypoint"),
            Arguments = config.Texts("Cmd"),
            Environment = ReadEnvironment(config.Texts("Env")),
            WorkingDirectory = config.Text("WorkingDir") is { Length: > 0 } folder ? folder : "/",
            User = config.Text("User"),
            Hostname = config.Text("Hostname"),
            Tty = config.Flag("Tty"),
            OpenStdin = config.Flag("OpenStdin"),
            StopSignal = config.Text("StopSignal") is { Length: > 0 } signal ? signal : null,
            StopTimeout = config.At("StopTimeout").ValueKind == JsonValueKind.Number ? TimeSpan.FromSeconds(config.Number("StopTimeout")) : null,

            NetworkMode = host.Text("NetworkMode"),
            Networks = network.Members("Networks").Select(ContainerNetwork.Read).ToDictionary(each => each.Name),
            Ports = [.. ReadPorts(network)],
            ExposedPorts = [.. config.Members("ExposedPorts").Select(port => PublishedPort.FromKey(port.Name)).OfType<PublishedPort>()
                .Select(port => new ExposedPort(port.ContainerPort, port.Protocol))],
        };
    }
}
