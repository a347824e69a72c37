namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// A feature that tests need and that some engines lack. <see cref="EngineFeatures"/> asks the engine for it.
/// </summary>
public enum EngineFeature
{
    /// <summary>The engine runs the health checks of containers. Podman needs timers of systemd for that.</summary>
    HealthChecks,

    /// <summary>The engine returns events that occurred before the request, up to a time in the past.</summary>
    PastEvents,

    /// <summary>The engine reports the creation of a volume and of a network, with its id.</summary>
    ResourceEvents,

    /// <summary>The total size of a container includes the files that it has written.</summary>
    TotalSizes,

    /// <summary>The events of an exec name its command.</summary>
    ExecEvents,

    /// <summary>
    /// The connection of an exec ends with the output of its process, even if the process did not read all of its input.
    /// </summary>
    ExecsWithUnreadInput,

    /// <summary>The engine has the log driver <c>local</c>, which keeps bytes that are not text.</summary>
    LocalLogDriver,

    /// <summary>The engine chooses a free port of a range of host ports.</summary>
    HostPortRanges,

    /// <summary>The engine connects containers of the default network with <c>--link</c>.</summary>
    Links,

    /// <summary>The engine limits the memory, the processors and the processes of a container.</summary>
    ResourceLimits,

    /// <summary>The engine puts containers into cgroups, which it needs to pause them and to list their processes.</summary>
    Cgroups,

    /// <summary>The engine keeps an image while another image is based on it.</summary>
    ParentImages,

    /// <summary>The removal of an image keeps the untagged images that it is based on, if the request says so.</summary>
    KeptParents,

    /// <summary>The engine loads an archive of images that is compressed.</summary>
    CompressedArchives,

    /// <summary>The disk usage of the engine has the size of its image layers.</summary>
    LayerSizes,

    /// <summary>The engine uses HTTP for a registry on a loopback address.</summary>
    InsecureLoopbackRegistries,

    /// <summary>The engine checks a login at a registry that it may use over HTTP.</summary>
    LoginOverHttp,

    /// <summary>The engine has a state for a container that it will restart.</summary>
    RestartingState,

    /// <summary>The engine can mount a new volume without copying the files of the image to it.</summary>
    VolumeNoCopy,

    /// <summary>The engine refuses to mount a host folder that does not exist, instead of creating it.</summary>
    MissingBindSourceFails,

    /// <summary>The engine selects log lines by times with fractions of a second.</summary>
    FractionalLogTimes,

    /// <summary>Archives from a container have the owners of the files. Podman names the user of the container instead.</summary>
    ArchiveOwners,

    /// <summary>An archive of a link has the link, and a link is described even if its target does not exist.</summary>
    ArchivedLinks,

    /// <summary>The names in an archive of the content of a folder begin with <c>./</c>.</summary>
    ContentArchives,

    /// <summary>The engine rejects an upload of files to a root file system that is mounted for reading only.</summary>
    ReadOnlyUploadFails,

    /// <summary>The standard input of a container stays open after a client that was attached to it has left.</summary>
    LastingStdin,

    /// <summary>The engine recognizes detach keys that arrive together.</summary>
    DetachKeys,

    /// <summary>A published port accepts connections even if no server listens in the container.</summary>
    PublishedPortProxy,

    /// <summary>
    /// One request removes a running container at once, and one request by its id does not remove a network in use.
    /// </summary>
    DirectRemoval,

    /// <summary>The engine builds with BuildKit.</summary>
    BuildKit,

    /// <summary>The engine builds a Dockerfile with a here-document.</summary>
    HereDocuments,

    /// <summary>The engine lists the networks <c>host</c> and <c>none</c>.</summary>
    PredefinedNetworks,

    /// <summary>The details of a network have the ranges of its addresses.</summary>
    AddressRanges,

    /// <summary>The names of networks may have characters such as a space.</summary>
    UnusualNetworkNames,

    /// <summary>A push reports the progress of each layer.</summary>
    PushProgress,

    /// <summary>The engine rejects a container with an unknown runtime.</summary>
    UnknownRuntimeFails,

    /// <summary>The processes of containers are visible on this machine, so that the library can read their ports.</summary>
    VisibleProcesses,

    /// <summary>The list of a container's processes has their ids on the machine of the engine.</summary>
    HostProcessIds,

    /// <summary>A container has no limit that its creation did not name.</summary>
    NoDefaultLimits,

    /// <summary>A container's seccomp profile is passed as text.</summary>
    SeccompText,

    /// <summary>The engine keeps the requests of a container for devices such as GPUs.</summary>
    DeviceRequests,

    /// <summary>A container on the default network can have a MAC address.</summary>
    DefaultNetworkMacAddress,

    /// <summary>A container can have a domain name.</summary>
    DomainNames,

    /// <summary>Committed images have the health check, the shell and the triggers of a container.</summary>
    DockerImageSettings,

    /// <summary>A prune of images removes only those that have all of several labels.</summary>
    ImagePruneConditions,

    /// <summary>A prune of images can remove those with a name.</summary>
    NamedImagePrune,

    /// <summary>A prune reports the names of the images that it removed.</summary>
    PrunedImageNames,

    /// <summary>The forced removal of an image's name keeps the containers that use the image.</summary>
    ImageForceKeepsContainers,

    /// <summary>The engine returns the exit code of a container that it removes at its exit.</summary>
    RemovedExitCodes,

    /// <summary>A container reaches its host by the name that has the address <c>host-gateway</c>.</summary>
    HostGateway,

    /// <summary>A container with <c>host-gateway</c> for <c>host.docker.internal</c> reaches a server of the tests by that name.</summary>
    HostDockerInternal,

    /// <summary>The network of the engine's host is that of the machine that runs the tests.</summary>
    HostNetwork,

    /// <summary>A container can have the device <c>/dev/kmsg</c> of the host, and use its IPC namespace.</summary>
    HostDevices,

    /// <summary>A container whose start failed has an exit code.</summary>
    StartFailureExitCode,

    /// <summary>A log that is followed is complete, even if the container writes much faster than the log is read.</summary>
    CompleteFollowedLogs,

    /// <summary>The end of a log has complete lines, even if they are longer than 16 KB.</summary>
    LongLinesInLogTails,

    /// <summary>The engine mounts a volume of the type <c>tmpfs</c> with a size.</summary>
    TmpfsVolumeSizes,

    /// <summary>The engine changes the limits of an existing container.</summary>
    Updates,

    /// <summary>An update keeps the number of processors as such, and rejects a memory limit above the swap limit.</summary>
    CheckedUpdates,

    /// <summary>The engine has BuildKit, and sessions for its builds.</summary>
    BuildSessions,

    /// <summary>The engine mounts the files of the machine that runs the tests, and its own socket, into containers.</summary>
    HostMounts,

    /// <summary>A container writes to a mounted folder that belongs to the user who runs the tests.</summary>
    WritableHostMounts,

    /// <summary>A file in a container can have any owner, and not only those that an unprivileged engine may use.</summary>
    AnyFileOwner,
}
