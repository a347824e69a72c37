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

    /// <summary>The engine has BuildKit, and sessions for its builds.</summary>
    BuildSessions,
}
