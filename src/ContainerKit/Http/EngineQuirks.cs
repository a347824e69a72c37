using System.Net;
using ContainerKit.Diagnostics;

namespace ContainerKit.Http;

/// <summary>
/// The behavior of an engine that differs from Docker. Operations ask this type, so that they do not need to know the engine. It is
/// determined by a header of the engine's responses, and requires no request.
/// </summary>
/// <remarks>Observed with Podman 4.3.1, 5.4.2 and 5.8.6, unless a member names other versions.</remarks>
/// <param name="podman">The version of Podman; null for Docker.</param>
internal sealed class EngineQuirks(Version? podman)
{
    // See https://github.com/containers/podman/blob/c6580b4a5219/pkg/api/server/handler_api.go.
    private const string PodmanHeader = "Libpod-API-Version";

    private static readonly Version _oldestPodman = new(0, 0);

    /// <summary>The quirks of Docker.</summary>
    public static EngineQuirks None { get; } = new(podman: null);

    /// <summary>
    /// Indicates whether a volume matches a list or a prune if it matches one of several filters. Named volumes are pruned without the
    /// filter <c>all</c> as well.
    /// </summary>
    public bool MatchesAnyVolumeFilter => podman is not null;

    /// <summary>
    /// Indicates whether the forced removal of a container first waits 10 seconds for its exit (Podman 5).
    /// </summary>
    public bool RemovesContainersSlowly => podman is not null;

    /// <summary>
    /// Indicates whether the removal of a network by its id removes it from its containers. The removal by name reports that the network
    /// is in use.
    /// </summary>
    public bool RemovesUsedNetworksById => podman is not null;

    /// <summary>
    /// Indicates whether a stop ignores its parameter <c>signal</c>. Podman 5.8 reports an API version that has it.
    /// See https://github.com/containers/podman/blob/c6580b4a5219/pkg/api/handlers/compat/containers_stop.go.
    /// </summary>
    public bool IgnoresStopSignal => podman is not null;

    /// <summary>
    /// Indicates whether a container without a stop timeout in its create request is killed at once by a stop (Podman 4).
    /// </summary>
    public bool HasNoDefaultStopTimeout => podman is { Major: < 5 };

    /// <summary>
    /// Indicates whether a build applies the <c>.dockerignore</c> of the context by other rules than Docker's. The context has been
    /// filtered before it is sent.
    /// </summary>
    public bool AppliesIgnoreFile => podman is not null;

    /// <summary>
    /// Indicates whether the engine has no sessions for builds (<c>POST /session</c>), because it has no BuildKit. See
    /// https://github.com/containers/podman/tree/c6580b4a5219/pkg/api/server.
    /// </summary>
    public bool HasNoBuildSessions => podman is not null;

    /// <summary>Indicates whether inspect reports <c>StdinOnce</c> as false for every container.</summary>
    public bool HidesStdinOnce => podman is not null;

    /// <summary>
    /// Indicates whether the connection of an exec is reset when its process exits before it has read its input. Docker ends the stream.
    /// </summary>
    public bool ResetsExecWithUnreadInput => podman is not null;

    /// <summary>
    /// Indicates whether a single reading of stats has no previous reading, so that it has no CPU usage. See
    /// https://github.com/containers/podman/blob/c6580b4a5219/pkg/api/handlers/compat/containers_stats.go.
    /// </summary>
    public bool HasNoPreviousStats => podman is not null;

    /// <summary>
    /// Indicates whether the archive of a folder that is a volume names the folder <c>/</c> while the container is stopped. See
    /// https://github.com/containers/podman/blob/c6580b4a5219/libpod/container_copy_common.go.
    /// </summary>
    public bool OmitsVolumeNames => podman is not null;

    /// <summary>
    /// Indicates whether the limits of a log exclude lines of their own time, and only dates are exact: numbers are rounded by up to 0.2
    /// microseconds (Podman 5.8). Older versions select whole seconds. See
    /// https://github.com/containers/podman/blob/c6580b4a5219/pkg/util/utils.go.
    /// </summary>
    public bool ExcludesLogLimits => podman is { Major: > 5 } or { Major: 5, Minor: >= 8 };

    /// <summary>
    /// Indicates whether an attach to an exited container prepares it for its next start, which resets its state and exit code.
    /// See https://github.com/containers/podman/blob/c6580b4a5219/pkg/api/handlers/compat/containers_attach.go.
    /// </summary>
    public bool ResetsExitedContainersOnAttach => podman is not null;

    /// <summary>Indicates whether the filter <c>ancestor</c> matches the id of an image only without its algorithm.</summary>
    public bool FiltersByImageDigits => podman is not null;

    /// <summary>Indicates whether the filter <c>ancestor</c> matches only complete image names (Podman 4).</summary>
    public bool FiltersByCompleteImageNames => podman is { Major: < 5 };

    /// <summary>Indicates whether a list of images has only those that match all of several references (Podman 4).</summary>
    public bool MatchesEveryImageReference => podman is { Major: < 5 };

    /// <summary>
    /// Indicates whether the forced removal of an image removes the containers that use it, before Podman 5.8 even running ones.
    /// Docker removes only the name of such an image. See
    /// https://github.com/containers/podman/blob/c6580b4a5219/pkg/api/handlers/compat/images_remove.go.
    /// </summary>
    public bool RemovesContainersOfForcedImage => podman is not null;

    /// <summary>Indicates whether a prune of images removes those that match one of several conditions on labels (Podman 4).</summary>
    public bool MatchesAnyImageFilter => podman is { Major: < 5 };

    /// <summary>Indicates whether a commit ignores the configuration in its request, but not its changes (Podman 4).</summary>
    public bool IgnoresCommitConfiguration => podman is { Major: < 5 };

    /// <summary>Indicates whether an upload of files to a missing folder creates the folder. Docker rejects it.</summary>
    public bool CreatesMissingFolders => podman is not null;

    /// <summary>Indicates whether containers are not listed by their creation time, newest first.</summary>
    public bool ListsContainersUnordered => podman is not null;

    /// <summary>Indicates whether the error of an exec that could not be started is in its standard error.</summary>
    public bool ReportsStartFailureInStderr => podman is not null;

    /// <summary>Indicates whether an exec that has not started has the exit code 0. Docker reports none.</summary>
    public bool ReportsExitCodeBeforeStart => podman is not null;

    /// <summary>
    /// Indicates whether a list of processes comes from <c>ps</c> in the container, and is an empty response if that fails (Podman 4).
    /// </summary>
    public bool RunsPsInContainers => podman is { Major: < 5 };

    /// <summary>Indicates whether a wait for a container that was never started reports -1 instead of 0.</summary>
    public bool ReportsMinusOneBeforeStart => podman is not null;

    /// <summary>Indicates whether containers are listed with complete image names, such as docker.io/library/busybox.</summary>
    public bool CompletesImageNames => podman is not null;

    /// <summary>Indicates whether the list of networks does not support the filter <c>type</c>.</summary>
    public bool HasNoNetworkTypeFilter => podman is not null;

    /// <summary>Returns the quirks of the engine that sent a response.</summary>
    public static EngineQuirks From(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(PodmanHeader, out var values)) return None;
        // The version of a development build has a suffix, such as 5.8.0-dev.
        return new EngineQuirks(Version.TryParse(values.First().Split('-')[0], out var version) ? version : _oldestPodman);
    }

    /// <summary>
    /// Returns the operating system in the header <c>Server</c>, such as <c>Libpod/4.3.1 (linux)</c>. Podman 4 has no other header for it.
    /// </summary>
    public static string? ReadOperatingSystem(string? server) =>
        server?.LastIndexOf('(') is { } start and >= 0 && server.EndsWith(')') ? server[(start + 1)..^1] : null;

    /// <summary>Returns the meaning of an error response. The texts of errors differ between the versions of Podman.</summary>
    /// <remarks>
    /// Most of the texts are in https://github.com/containers/podman/blob/c6580b4a5219/libpod/define/errors.go.
    /// </remarks>
    public EngineErrorKind Classify(HttpStatusCode? status, string message)
    {
        if (podman is null || status is null) return EngineErrorKind.Docker;
        if (status == HttpStatusCode.NotFound && message.Trim().Equals("Not Found", StringComparison.OrdinalIgnoreCase))
            return EngineErrorKind.UnknownRequest;
        if (Contains("cannot be removed without force")) return EngineErrorKind.ContainerRunning;
        if (Contains("is running or paused, refusing to clean up") || Contains("unable to restart a container in a paused"))
            return EngineErrorKind.ContainerPaused;
        if (Contains("container state improper")) return EngineErrorKind.ContainerNotRunning;
        if (Contains("associated containers") || Contains("being used") || Contains("in use by a container")
            || Contains("by ID with more than one tag"))
            return EngineErrorKind.ResourceInUse;
        if ((Contains("name") && Contains("is already in use")) || Contains("UNIQUE constraint failed: ContainerConfig.Name")
            || Contains("network already exists") || Contains("volume already exists"))
            return EngineErrorKind.NameConflict;
        if (Contains("unable to find network with name or ID") || Contains("network not found")) return EngineErrorKind.NetworkNotFound;
        if (Contains("image not known") || Contains("failed to find image") || Contains("cannot specify 64-byte hexadecimal strings"))
            return EngineErrorKind.ImageNotFound;
        return Contains("copier: put:") && (Contains("file exists") || Contains("not a directory") || Contains("is a directory"))
            ? EngineErrorKind.FileConflict
            : EngineErrorKind.Docker;

        bool Contains(string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
