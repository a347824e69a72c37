using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>The configuration of an image, as the engine reported it. Immutable data.</summary>
public sealed record ImageDetails
{
    internal ImageDetails()
    {
    }

    /// <summary>
    /// The handle of the image. Its type is unknown here, because data types do not depend on handles;
    /// <see cref="ImageDetailsExtensions"/> exposes it.
    /// </summary>
    internal object? Handle { get; init; }

    /// <summary>The image's id, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The names with a tag.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The names with a digest. Empty for images that were neither pulled nor pushed.</summary>
    public required IReadOnlyList<string> Digests { get; init; }

    /// <summary>The id of the parent image. Null if the engine does not report it.</summary>
    public string? ParentId { get; init; }

    /// <summary>The time when the image was created. Null if the image does not record it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The author. Empty if none is recorded.</summary>
    public required string Author { get; init; }

    /// <summary>The message of the commit or import. Empty if there is none.</summary>
    public required string Comment { get; init; }

    /// <summary>The processor architecture, such as <c>amd64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The variant of the architecture, such as <c>v8</c>. Empty if there is none.</summary>
    public required string Variant { get; init; }

    /// <summary>The operating system, such as <c>linux</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The size of all layers in bytes, including layers that other images share.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The digests of the layers, lowest first.</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>The default command of containers. Empty if there is none.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The default entrypoint of containers, which the command is passed to. Empty if there is none.</summary>
    public required IReadOnlyList<string> Entrypoint { get; init; }

    /// <summary>The environment variables of containers.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The exposed ports.</summary>
    public required IReadOnlyList<ExposedPort> Ports { get; init; }

    /// <summary>The paths at which containers get anonymous volumes.</summary>
    public required IReadOnlyList<string> Volumes { get; init; }

    /// <summary>The labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The user of containers. Empty for root.</summary>
    public required string User { get; init; }

    /// <summary>The working directory of containers. Empty for the root folder.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The signal that stops containers. Null for SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>The health check of containers. Null if there is none.</summary>
    public ImageHealthCheck? HealthCheck { get; init; }

    /// <summary>
    /// Returns the image's names, short id, platform and size on one line, without values of environment variables.
    /// </summary>
    public override string ToString()
    {
        var names = Tags.Count == 0 ? "<none>" : string.Join(", ", Tags);
        var platform = $"{OperatingSystem}/{Architecture}{(Variant.Length == 0 ? "" : "/" + Variant)}";
        return $"{names} ({ErrorText.ShortId(Id)}), {platform}, {ErrorText.FormatSize(SizeBytes)}";
    }

    internal static ImageDetails Read(JsonElement json)
    {
        var config = json.GetPropertyOrDefault("Config");
        return new ImageDetails
        {
            Id = json.GetStringOrEmpty("Id"),
            Tags = [.. ImageIdText.ReadTags(json)],
            Digests = [.. json.GetStrings("RepoDigests").Select(ImageIdText.ToFamiliar)],
            ParentId = json.GetStringOrEmpty("Parent") is { Length: > 0 } parent ? parent : null,
            CreatedAt = json.GetTimeOrNull("Created"),
            Author = json.GetStringOrEmpty("Author"),
            Comment = json.GetStringOrEmpty("Comment"),
            Architecture = json.GetStringOrEmpty("Architecture"),
            Variant = json.GetStringOrEmpty("Variant"),
            OperatingSystem = json.GetStringOrEmpty("Os"),
            SizeBytes = json.GetInt64OrDefault("Size"),
            Layers = json.GetPropertyOrDefault("RootFS").GetStrings("Layers"),
            Command = config.GetStrings("Cmd"),
            Entrypoint = config.GetStrings("Entrypoint"),
            Environment = ReadEnvironment(config),
            Ports =
            [
                .. config.EnumerateProperties("ExposedPorts").Select(port => PublishedPort.FromKey(port.Name)).OfType<PublishedPort>()
                    .Select(port => new ExposedPort(port.ContainerPort, port.Protocol)),
            ],
            Volumes = [.. config.EnumerateProperties("Volumes").Select(volume => volume.Name)],
            Labels = config.GetStringMap("Labels"),
            User = config.GetStringOrEmpty("User"),
            WorkingDirectory = config.GetStringOrEmpty("WorkingDir"),
            StopSignal = config.GetStringOrEmpty("StopSignal") is { Length: > 0 } signal ? Signals.ToName(signal) : null,
            HealthCheck = ImageHealthCheck.Read(config.GetPropertyOrDefault("Healthcheck")),
        };
    }

    // If a variable is set twice, the last value counts, as in a container.
    private static Dictionary<string, string> ReadEnvironment(JsonElement config)
    {
        var variables = new Dictionary<string, string>();
        foreach (var variable in config.GetStrings("Env"))
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) variables[variable[..equals]] = variable[(equals + 1)..];
        }

        return variables;
    }
}
