using System.Collections.Concurrent;
using ContainerKit.Discovery;

namespace ContainerKit.Sessions;

/// <summary>
/// The labels the library puts on everything it makes, before the request leaves: clean-up finds things by them when an answer was lost.
/// </summary>
internal static class ResourceLabels
{
    public const string Prefix = "containerkit.";

    /// <summary>Which process made it; see <see cref="SessionLabelFor"/>.</summary>
    public const string Session = Prefix + "session";

    /// <summary>
    /// On an image: the session at whose end it goes. A key of its own, since containers inherit their image's labels, and one that
    /// somebody else makes from such an image is theirs.
    /// </summary>
    public const string ImageSession = Prefix + "image-session";

    /// <summary>
    /// What images are called that were built without a name. The tag is the session and a nonce: a label would go on to whatever is made of the
    /// image, also where somebody gives it a name and keeps it.
    /// </summary>
    public const string ImageRepository = "containerkit-build";

    /// <summary>Which create request made it: unique for each.</summary>
    public const string Create = Prefix + "create";

    private static readonly string[] _places = ["docker.io/library/", "docker.io/", "localhost/"];

    // By address: several connections may lead to one engine. An engine that nobody watches is not among them, whatever is watched elsewhere.
    private static readonly ConcurrentDictionary<string, bool> _sessionManaged = [];

    /// <summary>On what a guarded process makes: it goes with the process.</summary>
    public static string SessionManaged { get; } = (SessionOwner.This with { IsSessionManaged = true }).ToString();

    /// <summary>On what any other process makes: it belongs to whoever it is handed to, and no clean-up after the process's end may touch it.</summary>
    public static string Unmanaged { get; } = SessionOwner.This.ToString();

    /// <summary>This process, as far as labels on an engine are concerned. It says whether what is made there now goes with the process.</summary>
    public static string SessionLabelFor(EngineEndpoint engine) => _sessionManaged.ContainsKey(engine.ToString()) ? SessionManaged : Unmanaged;

    /// <summary>What is made on this engine from here on goes with the process.</summary>
    public static void MarkSessionManaged(EngineEndpoint engine) => _sessionManaged[engine.ToString()] = true;

    /// <summary>What is made from here on, on whatever engine, does not go with the process.</summary>
    public static void ClearSessionManaged() => _sessionManaged.Clear();

    public static bool IsReserved(string label) => label.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A copy of the labels with the library's own, for something that is made on this engine.</summary>
    public static Dictionary<string, string> AddTo(IEnumerable<KeyValuePair<string, string>>? labels, EngineEndpoint engine, string nonce) => new(labels ?? [])
    {
        [Session] = SessionLabelFor(engine),
        [Create] = nonce,
    };

    /// <summary>A name for an image on this engine that was given none.</summary>
    public static string NewImageName(EngineEndpoint engine) => $"{ImageRepository}:{SessionLabelFor(engine)}-{NewNonce()[..12]}";

    /// <summary>Whose an image of such a name is; null for another name.</summary>
    public static string? GetImageSession(string name)
    {
        const string Repository = ImageRepository + ":";
        name = RemoveDefaultRegistry(name);
        // The repository's own name has a dash as well.
        var nonce = name.LastIndexOf('-');
        return name.StartsWith(Repository, StringComparison.Ordinal) && nonce > Repository.Length && SessionOwner.Parse(name[Repository.Length..nonce]) is not null
            ? name[Repository.Length..nonce]
            : null;
    }

    /// <summary>
    /// A name without a registry as it was given to an engine. Docker tells it like that; Podman fills in Docker Hub's defaults, or <c>localhost</c> where it
    /// is told to.
    /// </summary>
    public static string RemoveDefaultRegistry(string name)
    {
        var place = Array.Find(_places, place => name.StartsWith(place, StringComparison.Ordinal));
        return place is null ? name : name[place.Length..];
    }

    public static string NewNonce() => Guid.NewGuid().ToString("N");
}
