using System.Text.Json;
using ContainerKit.Discovery;

namespace ContainerKit.Sessions;

/// <summary>
/// The messages between a process and its watchdog, over one pipe in each direction. A message is one line with escaped
/// fields, separated by spaces; the first field is the message type. Messages contain no secrets: TLS material is
/// passed as the path of its folder, and headers as the path of the file with them.
/// </summary>
internal static class WatchdogProtocol
{
    /// <summary>
    /// To the watchdog: the session label, the timeout in seconds, the state directory, and <see cref="Temporary"/> or
    /// empty.
    /// </summary>
    public const string Session = "session";

    /// <summary>The field value for a state directory that the watchdog deletes when it exits.</summary>
    public const string Temporary = "temporary";

    /// <summary>To the watchdog: the inherited handles that it must close.</summary>
    public const string Release = "release";

    /// <summary>To the watchdog: an engine that the session tracks.</summary>
    public const string Engine = "engine";

    /// <summary>To the watchdog: the endpoint of an engine, and an image to remove there at the end.</summary>
    public const string Image = "image";

    /// <summary>To the watchdog: exit without removing resources.</summary>
    public const string Keep = "keep";

    /// <summary>To the watchdog: all resources have been removed.</summary>
    public const string End = "end";

    /// <summary>From the watchdog: its pid; it has started.</summary>
    public const string Ready = "ready";

    /// <summary>From the watchdog: the resources of earlier sessions that it has removed.</summary>
    public const string OrphansRemoved = "orphans-removed";

    /// <summary>From the watchdog: a resource of an earlier session that it could not remove, and the reason.</summary>
    public const string OrphanRemaining = "orphan-remaining";

    /// <summary>From the watchdog: the report that an earlier watchdog has written to a file.</summary>
    public const string Report = "report";

    public static string Encode(params string[] fields) => string.Join(' ', fields.Select(Uri.EscapeDataString));

    public static string[] Decode(string line) => [.. line.Split(' ').Select(Uri.UnescapeDataString)];

    public static string EncodeEngine(EngineEndpoint endpoint, Version apiVersion) => Encode(
        Engine,
        endpoint.ToString(),
        apiVersion.ToString(),
        // A full path, because the watchdog has another working directory.
        endpoint.Tls?.Folder is { } folder ? Path.GetFullPath(folder) : "",
        endpoint.Tls is null ? "" : endpoint.Tls.Verify ? "tls" : "tls-unverified",
        endpoint.Headers is { } headers ? Path.GetFullPath(headers.File) : "");

    public static (EngineEndpoint Endpoint, Version ApiVersion) DecodeEngine(string[] fields)
    {
        var tls = fields[4].Length == 0 ? null : new TlsMaterial(fields[3].Length == 0 ? null : fields[3], fields[4] == "tls");
        var endpoint = EngineEndpoint.Parse(fields[1], "the watched process", tls);
        return (endpoint with { Headers = ReadHeaders(fields[5]) }, Version.Parse(fields[2]));
    }

    private static ConfigHeaders? ReadHeaders(string file)
    {
        if (file.Length == 0) return null;
        try
        {
            return ConfigHeaders.FromConfiguration(DockerConfiguration.Read(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            // The file has changed since the process connected. The engine may not need the headers.
            return null;
        }
    }
}
