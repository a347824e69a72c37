using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>A container in a list of containers: its state as the engine reported it. Immutable.</summary>
public sealed partial record ContainerSummary
{
    internal ContainerSummary()
    {
    }

    /// <summary>
    /// The handle of the container. Its type is unknown here, because data types do not depend on handles;
    /// <see cref="ContainerSummaryExtensions"/> exposes it.
    /// </summary>
    internal object? Handle { get; init; }

    /// <summary>The container's id, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The first 12 digits of the id, as the Docker CLI shows it.</summary>
    public string ShortId => ErrorText.ShortId(Id);

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>All names: the container's own, and <c>other/alias</c> for each container that links to it.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>
    /// The image's name as given when the container was created. The image's id if that name now belongs to another
    /// image.
    /// </summary>
    public required string Image { get; init; }

    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>The command as display text.</summary>
    public required string Command { get; init; }

    /// <summary>The time when the container was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The state of the container.</summary>
    public ContainerState State { get; init; }

    /// <summary>The state and its duration as display text, such as <c>Up 2 minutes (healthy)</c>.</summary>
    public required string Status { get; init; }

    /// <summary>
    /// The exit code of the last run. Null while the container runs or if its process has not exited yet.
    /// </summary>
    public int? ExitCode { get; init; }

    /// <summary>The health status.</summary>
    public HealthStatus Health { get; init; }

    /// <summary>The published ports, with their host ports.</summary>
    public required IReadOnlyList<PublishedPort> Ports { get; init; }

    /// <summary>The exposed ports that are not published.</summary>
    public required IReadOnlyList<ExposedPort> ExposedPorts { get; init; }

    /// <summary>The labels, including those of this library.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The mounts.</summary>
    public required IReadOnlyList<ContainerMount> Mounts { get; init; }

    /// <summary>The networks of the container, by name.</summary>
    public required IReadOnlyDictionary<string, ContainerNetwork> Networks { get; init; }

    /// <summary>
    /// The size of the files that the container created or changed, in bytes. Null unless
    /// <see cref="ContainerFilter.Sizes"/> is set.
    /// </summary>
    public long? SizeBytes { get; init; }

    /// <summary>
    /// The size of all files of the container and its image, in bytes. Null unless <see cref="ContainerFilter.Sizes"/>
    /// is set.
    /// </summary>
    public long? TotalSizeBytes { get; init; }

    /// <summary>Returns the container on one line.</summary>
    public override string ToString() => $"{Name} ({ShortId}): {Status}, {Image}";

    internal static ContainerSummary Read(JsonElement json, object? handle = null)
    {
        var names = json.ReadItems("Names", ReadName);
        // The engine lists names in no defined order. A name with a slash is a link from another container.
        var name = names.Count switch
        {
            0 => "",
            1 => names[0],
            _ => names.FirstOrDefault(item => !item.Contains('/', StringComparison.Ordinal)) ?? names[0],
        };
        var status = json.GetSharedStringOrEmpty("Status");
        // Engines omit a size of 0. SizeRootFs is never 0, so its presence shows that sizes were requested.
        var totalSize = json.GetInt64OrNull("SizeRootFs");
        var ports = json.GetPropertyOrDefault("Ports") is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0;
        var health = json.GetPropertyOrDefault("Health").GetStringOrEmpty("Status") is { Length: > 0 } reported
            ? reported
            : status.StartsWith("Up ", StringComparison.Ordinal) && status.EndsWith(')')
                ? HealthInStatus().Match(status).Groups[1].Value
                : "";
        return new ContainerSummary
        {
            Handle = handle,
            Id = json.GetStringOrEmpty("Id"),
            Name = name,
            Names = names,
            Image = json.GetSharedStringOrEmpty("Image"),
            ImageId = ImageIdText.WithAlgorithm(json.GetSharedStringOrEmpty("ImageID")),
            Command = json.GetStringOrEmpty("Command"),
            CreatedAt = json.GetUnixTimeOrNull("Created") ?? default,
            State = ContainerDetails.ReadState(json.GetSharedStringOrEmpty("State")),
            Status = status,
            ExitCode = status.Contains('(', StringComparison.Ordinal) && ExitCodeInStatus().Match(status) is { Success: true } match
                ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
                : null,
            Health = ContainerHealth.ReadStatus(health),
            Ports = !ports ? [] :
            [
                .. json.EnumerateItems("Ports").Where(port => port.GetInt64OrDefault("PublicPort") is > 0 and <= 65535)
                    .Select(ReadPublished).OfType<PublishedPort>(),
            ],
            ExposedPorts = !ports ? [] :
            [
                .. json.EnumerateItems("Ports").Where(port => port.GetInt64OrDefault("PublicPort") == 0)
                    .Select(ReadPort).OfType<PublishedPort>().Select(port => new ExposedPort(port.ContainerPort, port.Protocol)),
            ],
            Labels = json.GetStringMap("Labels"),
            Mounts = json.ReadItems("Mounts", ContainerMount.Read),
            Networks = ContainerNetwork.ReadAll(json.GetPropertyOrDefault("NetworkSettings")),
            SizeBytes = totalSize is null ? null : json.GetInt64OrDefault("SizeRw"),
            TotalSizeBytes = totalSize,
        };
    }

    private static string? ReadName(JsonElement name) =>
        name.ValueKind == JsonValueKind.String ? name.GetString()!.TrimStart('/') : null;

    private static PublishedPort? ReadPort(JsonElement port) =>
        PublishedPort.FromKey($"{port.GetStringOrEmpty("PrivatePort")}/{port.GetStringOrEmpty("Type")}");

    private static PublishedPort? ReadPublished(JsonElement port) => ReadPort(port) is not { } containerPort ? null : containerPort with
    {
        HostPort = (int)port.GetInt64OrDefault("PublicPort"),
        HostAddress = IPAddress.TryParse(port.GetStringOrEmpty("IP"), out var address) ? address : null,
    };

    [GeneratedRegex(@"^(?:Exited|Restarting) \((-?\d{1,9})\)")]
    private static partial Regex ExitCodeInStatus();

    [GeneratedRegex(@"^Up .*\(([^()]+)\)\z")]
    private static partial Regex HealthInStatus();
}
