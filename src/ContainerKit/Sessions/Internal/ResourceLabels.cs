using System.Collections.Concurrent;
using ContainerKit.Discovery;

namespace ContainerKit.Sessions;

/// <summary>
/// The labels that every resource of the library gets with its create request. Cleanup finds a resource by them when
/// the response was lost.
/// </summary>
internal static class ResourceLabels
{
    /// <summary>The prefix of all labels of the library.</summary>
    public const string Prefix = "containerkit.";

    /// <summary>The label with the process that created the resource; see <see cref="SessionLabelFor"/>.</summary>
    public const string Session = Prefix + "session";

    /// <summary>
    /// The repository of images that were built without a name. The tag is the session and a nonce. A label in its
    /// place would be inherited by other images that are built from the image, and would remain when the user names and
    /// keeps it.
    /// </summary>
    public const string ImageRepository = "containerkit-build";

    /// <summary>The label with the unique nonce of the create request.</summary>
    public const string Create = Prefix + "create";

    private static readonly string[] _defaultRegistries = ["docker.io/library/", "docker.io/", "localhost/"];

    // The addresses of the engines that a session manages. Several connections may lead to one engine, so they are not
    // compared by object.
    private static readonly ConcurrentDictionary<string, bool> _sessionManaged = [];

    /// <summary>The session label of resources that are removed when the process exits.</summary>
    public static string SessionManaged { get; } = (SessionOwner.This with { IsSessionManaged = true }).ToString();

    /// <summary>
    /// The session label of resources that their owner removes. No cleanup after the exit of the process may remove
    /// them.
    /// </summary>
    public static string Unmanaged { get; } = SessionOwner.This.ToString();

    /// <summary>Returns the session label for resources that this process creates on an engine now.</summary>
    public static string SessionLabelFor(EngineEndpoint engine) =>
        _sessionManaged.ContainsKey(engine.ToString()) ? SessionManaged : Unmanaged;

    /// <summary>
    /// Specifies that resources created on this engine from now on are removed when the process exits.
    /// </summary>
    public static void MarkSessionManaged(EngineEndpoint engine) => _sessionManaged[engine.ToString()] = true;

    /// <summary>
    /// Specifies that resources created on any engine from now on are not removed when the process exits.
    /// </summary>
    public static void ClearSessionManaged() => _sessionManaged.Clear();

    /// <summary>Indicates whether only the library may use a label of this name.</summary>
    public static bool IsReserved(string label) => label.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// Returns a copy of the labels with those of the library, for a resource that is created on this engine.
    /// </summary>
    public static Dictionary<string, string> AddTo(
        IEnumerable<KeyValuePair<string, string>>? labels, EngineEndpoint engine, string nonce) => new(labels ?? [])
        {
            [Session] = SessionLabelFor(engine),
            [Create] = nonce,
        };

    /// <summary>Returns a unique name for an image that is built without one on this engine.</summary>
    public static string NewImageName(EngineEndpoint engine) => $"{ImageRepository}:{SessionLabelFor(engine)}-{NewNonce()[..12]}";

    /// <summary>Returns the session that owns the image, or null if the name is not one of ours.</summary>
    public static string? GetImageSession(string name)
    {
        const string Repository = ImageRepository + ":";
        name = RemoveDefaultRegistry(name);
        // The dash before the nonce is the last one; the repository and the session contain dashes too.
        var end = name.LastIndexOf('-');
        if (!name.StartsWith(Repository, StringComparison.Ordinal) || end <= Repository.Length) return null;
        var session = name[Repository.Length..end];
        return SessionOwner.Parse(session) is null ? null : session;
    }

    /// <summary>
    /// Returns an image name without a default registry. Docker reports the name as it was given; Podman adds Docker
    /// Hub's registry, or <c>localhost</c> if it is configured so.
    /// </summary>
    /// <remarks>
    /// Podman: NormalizeToDockerHub in
    /// <see href="https://github.com/containers/podman/blob/main/pkg/api/handlers/utils/images.go">images.go</see>, and
    /// <c>compat_api_enforce_docker_hub</c> in containers.conf.
    /// </remarks>
    public static string RemoveDefaultRegistry(string name)
    {
        var registry = Array.Find(_defaultRegistries, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        return registry is null ? name : name[registry.Length..];
    }

    /// <summary>Returns a new unique value.</summary>
    public static string NewNonce() => Guid.NewGuid().ToString("N");
}
