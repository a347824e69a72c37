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

/// <summary>A file or folder of the engine's host in a container; see <see cref="Mount.Bind"/>.</summary>
public sealed record BindMount : Mount
{
    internal BindMount(string hostPath, string target)
        : base(target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hostPath);
        // By both platforms' rules: the engine's host may be another than this one.
        var isAbsolute = hostPath[0] is '/' || hostPath.StartsWith(@"\\", StringComparison.Ordinal)
            || (hostPath.Length > 2 && char.IsAsciiLetter(hostPath[0]) && hostPath[1] == ':' && hostPath[2] is '\\' or '/');
        if (!isAbsolute)
            throw new ArgumentException($"'{hostPath}' is not an absolute path on the engine's host. Where that is this machine, write Path.GetFullPath(\"{hostPath}\"); for a volume of that name, Mount.Volume.", nameof(hostPath));
        HostPath = hostPath;
    }

    /// <summary>The path on the engine's host.</summary>
    public string HostPath { get; }

    /// <summary>Whether a path that is missing on the engine's host is made, as a folder of root's. Default: false, which fails the creation.</summary>
    public bool CreateHostPath { get; init; }

    private protected override string Source => HostPath;
}

/// <summary>A volume in a container; see <see cref="Mount.Volume(string, string)"/>.</summary>
public sealed record VolumeMount : Mount
{
    internal VolumeMount(string? name, string target)
        : base(target)
    {
        if (name is not null && !VolumeSpec.IsName(name))
            throw new ArgumentException($"'{name}' cannot name a volume: it takes two or more letters, digits, '_', '.' or '-', a letter or digit first. For a path of the host, use Mount.Bind.", nameof(name));
        Name = name;
    }

    /// <summary>The volume's name; null for a new one without.</summary>
    public string? Name { get; }

    /// <summary>Whether a new volume stays empty, instead of beginning with what the image has at the path. Default: false.</summary>
    public bool NoCopy { get; init; }

    /// <summary>The folder in the volume that is mounted, relative to its root. Needs API 1.45 (Docker Engine 26). Default: the root.</summary>
    public string? Subpath
    {
        get;
        init => field = value is null || (value.Length > 0 && value[0] != '/' && !value.Split('/').Contains(".."))
            ? value
            : throw new ArgumentException($"'{value}' is not a path within the volume: write it relative to the volume's root, without '..'.", nameof(value));
    }

    private protected override string Source => Name is null ? "" : Subpath is null ? Name : $"{Name}/{Subpath}";
}

/// <summary>Memory in a container; see <see cref="Mount.Tmpfs"/>.</summary>
public sealed record TmpfsMount : Mount
{
    internal TmpfsMount(string target)
        : base(target)
    {
    }

    /// <summary>The most bytes it holds. Default: the kernel's, half of the memory.</summary>
    public long? SizeBytes
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A size is a number of bytes above 0.");
    }

    /// <summary>The rights of its root folder. Default: all for everybody, with the sticky bit, as <c>/tmp</c> has them.</summary>
    public UnixFileMode? Mode { get; init; }

    private protected override string Source => "tmpfs";
}
