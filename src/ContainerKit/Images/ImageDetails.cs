using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit;

/// <summary>What the engine knew of an image when it was asked. Plain data.</summary>
public sealed record ImageDetails
{
    internal ImageDetails()
    {
    }

    /// <summary>Its id, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its names by tag.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Its names by digest; only of images that were pulled or pushed.</summary>
    public required IReadOnlyList<string> Digests { get; init; }

    /// <summary>The id of the image it was made from, where the engine knows it; null otherwise.</summary>
    public string? ParentId { get; init; }

    /// <summary>When it was made; null where nobody wrote it down.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Who made it; empty for nobody.</summary>
    public required string Author { get; init; }

    /// <summary>What was said when it was made; empty for nothing.</summary>
    public required string Comment { get; init; }

    /// <summary>The processor it is for, such as <c>amd64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The processor's variant, such as <c>v8</c>; empty for none.</summary>
    public required string Variant { get; init; }

    /// <summary>The operating system it is for, such as <c>linux</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The size of all its layers in bytes, those it shares with other images among them.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The digests of its layers, the lowest first.</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>What its containers run unless they are told otherwise; empty for nothing.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What the command is given to; empty for nothing.</summary>
    public required IReadOnlyList<string> Entrypoint { get; init; }

    /// <summary>The environment of its containers.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The ports its containers listen on, as the image says.</summary>
    public required IReadOnlyList<ExposedPort> Ports { get; init; }

    /// <summary>The paths where its containers get volumes.</summary>
    public required IReadOnlyList<string> Volumes { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The user its containers run as; empty for the superuser.</summary>
    public required string User { get; init; }

    /// <summary>The working directory of its containers; empty for the root.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The signal that asks its containers to end; null for SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How the health of its containers is found out; null for not at all.</summary>
    public ImageHealthCheck? HealthCheck { get; init; }

    /// <summary>The image's names, short id, platform and size on one line. Values of variables are not shown.</summary>
    public override string ToString() =>
        $"{(Tags.Count == 0 ? "<none>" : string.Join(", ", Tags))} ({ErrorText.ShortId(Id)}), {OperatingSystem}/{Architecture}{(Variant.Length == 0 ? "" : "/" + Variant)}, {ErrorText.FormatSize(SizeBytes)}";

    internal static ImageDetails Read(JsonElement json)
    {
        var config = json.GetPropertyOrDefault("Config");
        return new ImageDetails
        {
            Id = json.GetStringOrEmpty("Id"),
            Tags = json.GetStrings("RepoTags"),
            Digests = json.GetStrings("RepoDigests"),
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
            Ports = [.. config.EnumerateProperties("ExposedPorts").Select(port => PublishedPort.FromKey(port.Name)).OfType<PublishedPort>()
                .Select(port => new ExposedPort(port.ContainerPort, port.Protocol))],
            Volumes = [.. config.EnumerateProperties("Volumes").Select(volume => volume.Name)],
            Labels = config.GetStringMap("Labels"),
            User = config.GetStringOrEmpty("User"),
            WorkingDirectory = config.GetStringOrEmpty("WorkingDir"),
            StopSignal = config.GetStringOrEmpty("StopSignal") is { Length: > 0 } signal ? signal : null,
            HealthCheck = ImageHealthCheck.Read(config.GetPropertyOrDefault("Healthcheck")),
        };
    }

    // Of a variable that comes twice, the last counts, as it does in a container.
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
