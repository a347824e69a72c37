using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>One line of a list of containers: what the engine knew when it was asked, and a handle to do something with it.</summary>
public sealed partial record ContainerSummary
{
    internal ContainerSummary()
    {
    }

    /// <summary>The container itself. It belongs to whoever made it: disposing this handle leaves it alone.</summary>
    public required Container Container { get; init; }

    /// <summary>Its id, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The first 12 digits of its id, as the docker command shows it.</summary>
    public string ShortId => ErrorText.ShortId(Id);

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>All its names: its own, and <c>other/alias</c> for each container that has a link to it.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The image's name, as it was given when the container was made, or its id where the name is another image's by now.</summary>
    public required string Image { get; init; }

    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>Its command, as a text for people.</summary>
    public required string Command { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it is doing.</summary>
    public ContainerState State { get; init; }

    /// <summary>What it is doing and since when, as a text for people: <c>Up 2 minutes (healthy)</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The exit code of its last end; null while it runs and where it has not ended yet.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What its health check says.</summary>
    public HealthStatus Health { get; init; }

    /// <summary>Its ports that the host offers, with the host's ports.</summary>
    public required IReadOnlyList<PublishedPort> Ports { get; init; }

    /// <summary>The ports that its process listens on and the host does not offer.</summary>
    public required IReadOnlyList<ExposedPort> ExposedPorts { get; init; }

    /// <summary>Its labels, the library's own among them.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>What is mounted in it.</summary>
    public required IReadOnlyList<ContainerMount> Mounts { get; init; }

    /// <summary>Its networks by name.</summary>
    public required IReadOnlyDictionary<string, ContainerNetwork> Networks { get; init; }

    /// <summary>How much its own files take, in bytes; null unless <see cref="ContainerFilter.Sizes"/> asked for it.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>How much its own and its image's files take, in bytes; null unless <see cref="ContainerFilter.Sizes"/> asked for it.</summary>
    public long? TotalSizeBytes { get; init; }

    /// <summary>The container on one line.</summary>
    public override string ToString() => $"{Name} ({ShortId}): {Status}, {Image}";

    internal static ContainerSummary Read(DockerEngine engine, JsonElement json)
    {
        var names = json.GetStrings("Names").Select(name => name.TrimStart('/')).ToList();
        // The engine's order is none: its own name is the one that no other container's stands before.
        var (id, name) = (json.GetStringOrEmpty("Id"), names.FirstOrDefault(each => !each.Contains('/', StringComparison.Ordinal)) ?? names.FirstOrDefault() ?? "");
        var (image, status) = (json.GetStringOrEmpty("Image"), json.GetStringOrEmpty("Status"));
        var health = json.GetPropertyOrDefault("Health").GetStringOrEmpty("Status") is { Length: > 0 } told ? told : HealthInStatus().Match(status).Groups[1].Value;
        return new ContainerSummary
        {
            Container = ContainerLookup.Handle(engine, id, name, image),
            Id = id,
            Name = name,
            Names = names,
            Image = image,
            ImageId = json.GetStringOrEmpty("ImageID"),
            Command = json.GetStringOrEmpty("Command"),
            CreatedAt = json.GetUnixTimeOrNull("Created") ?? default,
            State = ContainerDetails.ReadState(json.GetStringOrEmpty("State")),
            Status = status,
            ExitCode = ExitCodeInStatus().Match(status) is { Success: true } exited ? int.Parse(exited.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null,
            Health = ContainerHealth.ReadStatus(health),
            Ports = [.. json.EnumerateItems("Ports").Where(port => port.GetInt64OrDefault("PublicPort") is > 0 and <= 65535).Select(ReadPublished).OfType<PublishedPort>()],
            ExposedPorts = [.. json.EnumerateItems("Ports").Where(port => port.GetInt64OrDefault("PublicPort") == 0).Select(ReadPort).OfType<PublishedPort>()
                .Select(port => new ExposedPort(port.ContainerPort, port.Protocol))],
            Labels = json.GetStringMap("Labels"),
            Mounts = [.. json.EnumerateItems("Mounts").Select(ContainerMount.Read)],
            Networks = json.GetPropertyOrDefault("NetworkSettings").EnumerateProperties("Networks").Select(ContainerNetwork.Read).ToDictionary(network => network.Name),
            SizeBytes = ReadSize(json, "SizeRw"),
            TotalSizeBytes = ReadSize(json, "SizeRootFs"),
        };
    }

    private static PublishedPort? ReadPort(JsonElement port) => PublishedPort.FromKey($"{port.GetStringOrEmpty("PrivatePort")}/{port.GetStringOrEmpty("Type")}");

    private static PublishedPort? ReadPublished(JsonElement port) => ReadPort(port) is not { } inside ? null
        : inside with { HostPort = (int)port.GetInt64OrDefault("PublicPort"), HostAddress = IPAddress.TryParse(port.GetStringOrEmpty("IP"), out var address) ? address : null };

    // Engines leave a zero out, so the total tells whether sizes were asked for.
    private static long? ReadSize(JsonElement json, string name) =>
        json.GetPropertyOrDefault("SizeRootFs").ValueKind == JsonValueKind.Undefined ? null : json.GetInt64OrDefault(name);

    [GeneratedRegex(@"^(?:Exited|Restarting) \((-?\d{1,9})\)")]
    private static partial Regex ExitCodeInStatus();

    [GeneratedRegex(@"^Up .*\(([^()]+)\)\z")]
    private static partial Regex HealthInStatus();
}
