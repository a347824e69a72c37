using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>A mount of a container: a volume, a file or folder of the host, or a tmpfs. Immutable.</summary>
/// <example><code>
/// Mounts =
/// [
///     Mount.Volume("data", "/var/lib/data"),
///     Mount.Bind("/etc/app", "/config") with { ReadOnly = true },
///     Mount.Tmpfs("/tmp") with { SizeBytes = 64 &lt;&lt; 20 },
/// ]
/// </code></example>
public abstract record Mount
{
    private protected Mount(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        var isAbsolute = target[0] == '/' || (target.Length > 2 && target[1] == ':' && target[2] is '\\' or '/');
        if (!isAbsolute)
            throw ArgumentErrors.Create(
                $"'{target}' is not an absolute path in the container. Start it with a slash.", nameof(target));
        if (target.Trim('/').Length == 0)
            throw new ArgumentException(
                "The root of a container cannot be a mount target. Choose a folder below it.", nameof(target));
        SpecValidation.ValidateText(target, "The target of a mount");
        Target = target;
    }

    /// <summary>The absolute path in the container.</summary>
    public string Target { get; }

    /// <summary>Indicates whether the mount is read-only. Default: false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Creates a mount of a file or folder of the engine's host, which is this machine unless the engine is remote. A
    /// missing host path fails the creation of the container unless <see cref="BindMount.CreateHostPath"/> is set.
    /// </summary>
    /// <param name="hostPath">
    /// The absolute path on the host. <see cref="Path.GetFullPath(string)"/> converts a relative path.
    /// </param>
    /// <param name="target">The absolute path in the container.</param>
    /// <exception cref="ArgumentException">A path is not absolute.</exception>
    public static BindMount Bind(string hostPath, string target) => new(hostPath, target);

    /// <summary>
    /// Creates a mount of a volume by its name. The engine creates a missing volume, which is not removed with the
    /// container. For a volume handle, use <see cref="ContainerKit.Volume.MountAt"/>.
    /// </summary>
    /// <param name="name">The name of the volume.</param>
    /// <param name="target">The absolute path in the container.</param>
    /// <exception cref="ArgumentException">
    /// The name is not a valid volume name, or the path is not absolute.
    /// </exception>
    public static VolumeMount Volume(string name, string target)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, target);
    }

    /// <summary>Creates a mount of a new anonymous volume, which is removed with the container.</summary>
    /// <param name="target">The absolute path in the container.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static VolumeMount Volume(string target) => new(null, target);

    /// <summary>Creates a tmpfs mount: memory of the engine's host, empty at each start.</summary>
    /// <param name="target">The absolute path in the container.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static TmpfsMount Tmpfs(string target) => new(target);

    /// <summary>Returns the mount in the format of <c>docker run -v</c>.</summary>
    public sealed override string ToString() =>
        $"{Source}{(Source.Length > 0 ? ":" : "")}{Target}{(ReadOnly ? ":ro" : "")}";

    private protected abstract string Source { get; }
}
