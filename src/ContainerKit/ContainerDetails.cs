using System.Globalization;
using System.Net;
using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit;

/// <summary>What a container is doing.</summary>
public enum ContainerState
{
    /// <summary>Something this version of the library does not know.</summary>
    Unknown,

    /// <summary>Made, and not started yet.</summary>
    Created,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its processes stand still.</summary>
    Paused,

    /// <summary>Its process has ended, and the engine starts it again.</summary>
    Restarting,

    /// <summary>It is on its way out.</summary>
    Removing,

    /// <summary>Its process has ended.</summary>
    Exited,

    /// <summary>The engine could not remove it whole.</summary>
    Dead,
}

/// <summary>What the engine knew of a container when it was asked. Plain data.</summary>
public sealed record ContainerDetails
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

    /// <summary>The whole command its process was started with: entrypoint and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What it is doing.</summary>
    public ContainerState State { get; init; }

    /// <summary>The exit code of its last end; 0 while it has not ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the last end was the kernel's, out of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Its process's id on the engine's host; 0 while it does not run.</summary>
    public int ProcessId { get; init; }

    /// <summary>When its process started last; null for never.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its process ended last; null for never.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many times the engine has started it again.</summary>
    public int RestartCount { get; init; }

    /// <summary>Whether its process has a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Its host name.</summary>
    public required string Hostname { get; init; }

    /// <summary>Its labels, the library's own among them.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Its addresses by network name; only networks where it has one.</summary>
    public required IReadOnlyDictionary<string, IPAddress> Addresses { get; init; }

    /// <summary>Its ports that the host offers, with the host's ports.</summary>
    public required IReadOnlyList<PublishedPort> Ports { get; init; }

    /// <summary>Its address on the first network it has one on; null for none.</summary>
    public IPAddress? IPAddress => Addresses.Values.FirstOrDefault();

    /// <summary>The container's name and state on one line.</summary>
    public override string ToString() => State == ContainerState.Exited ? $"{Name}: exited with {ExitCode}" : $"{Name}: {State}";

    internal static ContainerDetails Read(JsonElement json)
    {
        var (state, config) = (json.At("State"), json.At("Config"));
        return new ContainerDetails
        {
            Id = json.Text("Id"),
            Name = json.Text("Name").TrimStart('/'),
            Image = config.Text("Image"),
            ImageId = json.Text("Image"),
            Command = [json.Text("Path"), .. json.Texts("Args")],
            State = ReadState(state.Text("Status")),
            ExitCode = (int)state.Number("ExitCode"),
            OutOfMemory = state.Flag("OOMKilled"),
            ProcessId = (int)state.Number("Pid"),
            StartedAt = state.Time("StartedAt"),
            FinishedAt = state.Time("FinishedAt"),
            RestartCount = (int)json.Number("RestartCount"),
            Tty = config.Flag("Tty"),
            Hostname = config.Text("Hostname"),
            Labels = config.TextMap("Labels"),
            Addresses = json.At("NetworkSettings").Members("Networks")
                .Where(network => IPAddress.TryParse(network.Value.Text("IPAddress"), out _))
                .ToDictionary(network => network.Name, network => IPAddress.Parse(network.Value.Text("IPAddress"))),
            Ports = [.. ReadPorts(json.At("NetworkSettings"))],
        };
    }

    internal static ContainerState ReadState(string text) =>
        Enum.TryParse<ContainerState>(text, ignoreCase: true, out var state) ? state : ContainerState.Unknown;

    private static IEnumerable<PublishedPort> ReadPorts(JsonElement network)
    {
        foreach (var port in network.Members("Ports"))
        {
            if (PublishedPort.FromKey(port.Name) is not { } inside || port.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var binding in port.Value.EnumerateArray())
            {
                if (!int.TryParse(binding.Text("HostPort"), NumberStyles.None, CultureInfo.InvariantCulture, out var hostPort)
                    || hostPort is 0 or > 65535) continue;
                yield return inside with { HostPort = hostPort, HostAddress = IPAddress.TryParse(binding.Text("HostIp"), out var address) ? address : null };
            }
        }
    }
}
