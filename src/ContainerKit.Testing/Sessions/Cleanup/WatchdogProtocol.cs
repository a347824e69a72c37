using ContainerKit.Discovery;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// What a process and its watchdog say to each other over a pipe each way: one line for each thing, its words escaped. No secret is among
/// them; TLS material goes by the name of its folder.
/// </summary>
internal static class WatchdogProtocol
{
    /// <summary>To the watchdog: the label's value, its patience in seconds, the folder for reports, and whether that is temporary.</summary>
    public const string Session = "session";

    /// <summary>Said of a folder that goes with the watchdog.</summary>
    public const string Temporary = "temporary";

    /// <summary>To the watchdog: handles that it inherited, and has to let go of.</summary>
    public const string Release = "release";

    /// <summary>To the watchdog: an engine that things are made on.</summary>
    public const string Engine = "engine";

    /// <summary>To the watchdog: an engine's address, and an image there that goes at the end.</summary>
    public const string Image = "image";

    /// <summary>To the watchdog: remove nothing.</summary>
    public const string Keep = "keep";

    /// <summary>To the watchdog: everything is removed.</summary>
    public const string End = "end";

    /// <summary>From the watchdog: its pid; it stands on its own feet.</summary>
    public const string Ready = "ready";

    /// <summary>From the watchdog: what it has removed of earlier sessions.</summary>
    public const string Swept = "swept";

    /// <summary>From the watchdog: what it could not remove of earlier sessions, and why.</summary>
    public const string LeftEarlier = "left";

    /// <summary>From the watchdog: what an earlier one has written down, when nobody was left to tell.</summary>
    public const string Report = "report";

    public static string Encode(params string[] words) => string.Join(' ', words.Select(Uri.EscapeDataString));

    public static string[] Read(string line) => [.. line.Split(' ').Select(Uri.UnescapeDataString)];

    public static string Describe(EngineEndpoint endpoint, Version apiVersion) => Encode(
        Engine, endpoint.ToString(), apiVersion.ToString(),
        // The watchdog works in a folder of its own.
        endpoint.Tls?.Folder is { } folder ? Path.GetFullPath(folder) : "", endpoint.Tls is null ? "" : endpoint.Tls.Verify ? "tls" : "tls-unverified");

    public static (EngineEndpoint Endpoint, Version ApiVersion) ReadEngine(string[] words)
    {
        var tls = words[4].Length == 0 ? null : new TlsMaterial(words[3].Length == 0 ? null : words[3], words[4] == "tls");
        return (EngineEndpoint.Parse(words[1], "the process that is watched", tls), Version.Parse(words[2]));
    }
}
