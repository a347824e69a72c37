namespace ContainerKit;

/// <summary>Something that stands at a path in a container: a volume, a file or folder of the host, or memory. Immutable.</summary>
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
        if (!isAbsolute) throw new ArgumentException($"'{target}' is not an absolute path in the container; begin it with a slash.", nameof(target));
        if (target.Trim('/').Length == 0) throw new ArgumentException("Nothing can be mounted over a container's root; choose a folder in it.", nameof(target));
        Target = target;
    }

    /// <summary>Where it stands in the container, absolute.</summary>
    public string Target { get; }

    /// <summary>Whether the container may only read it. Default: false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// A file or folder of the engine's host, which is this machine unless the engine is remote. Where it is missing, the container's
    /// creation fails; see <see cref="BindMount.CreateHostPath"/>.
    /// </summary>
    /// <param name="hostPath">Its absolute path; <see cref="Path.GetFullPath(string)"/> makes one of a relative path.</param>
    /// <param name="target">Where it stands in the container, absolute.</param>
    /// <exception cref="ArgumentException">A path is not absolute.</exception>
    public static BindMount Bind(string hostPath, string target) => new(hostPath, target);

    /// <summary>A volume of a name. One that does not exist is made by the engine, is nobody's, and stays.</summary>
    /// <param name="name">The volume's name.</param>
    /// <param name="target">Where it stands in the container, absolute.</param>
    /// <exception cref="ArgumentException">It cannot be a volume's name, or the path is not absolute.</exception>
    public static VolumeMount Volume(string name, string target)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, target);
    }

    /// <summary>This volume.</summary>
    /// <param name="volume">The volume; it stays whose it is.</param>
    /// <param name="target">Where it stands in the container, absolute.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static VolumeMount Volume(Volume volume, string target)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return new(volume.Name, target);
    }

    /// <summary>A new volume without a name, which goes with the container.</summary>
    /// <param name="target">Where it stands in the container, absolute.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static VolumeMount Volume(string target) => new(null, target);

    /// <summary>Memory of the engine's host, empty at each start.</summary>
    /// <param name="target">Where it stands in the container, absolute.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static TmpfsMount Tmpfs(string target) => new(target);

    /// <summary>The mount as <c>docker run -v</c> takes it.</summary>
    public sealed override string ToString() => $"{Source}{(Source.Length > 0 ? ":" : "")}{Target}{(ReadOnly ? ":ro" : "")}";

    private protected abstract string Source { get; }
}
