namespace ContainerKit;

/// <summary>A volume in a container; see <see cref="Mount.Volume(string, string)"/>.</summary>
public sealed record VolumeMount : Mount
{
    internal VolumeMount(string? name, string target)
        : base(target)
    {
        if (name is not null && !VolumeSpec.IsValidName(name))
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
