using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>A mount of a volume; see <see cref="Mount.Volume(string, string)"/>.</summary>
public sealed record VolumeMount : Mount
{
    internal VolumeMount(string? name, string target)
        : base(target)
    {
        if (name is not null && !VolumeSpec.IsValidName(name))
            throw ArgumentErrors.Create(
                $"'{name}' is not a valid volume name. Use two or more letters, digits, '_', '.' or '-'; "
                + "the first must be a letter or digit. "
                + "For a path of the host, use Mount.Bind.",
                nameof(name));
        Name = name;
    }

    /// <summary>The name of the volume. Null for a new anonymous volume.</summary>
    public string? Name { get; }

    /// <summary>
    /// Indicates whether a new volume stays empty. If false, it is filled with the content of the image at the target
    /// path. Default: false.
    /// </summary>
    public bool NoCopy { get; init; }

    /// <summary>
    /// The folder in the volume to mount, relative to its root. Requires API 1.45 (Docker Engine 26). Default: the
    /// root.
    /// </summary>
    public string? Subpath
    {
        get;
        init => field = value is null || (value.Length > 0 && value[0] != '/' && !value.Split('/').Contains(".."))
            ? SpecValidation.ValidateText(value, "The subpath of a mount")
            : throw ArgumentErrors.Create(
                $"'{value}' is not a path within the volume. "
                    + "Write it relative to the root of the volume, without '..'.",
                nameof(value));
    }

    private protected override string Source => Name is null ? "" : Subpath is null ? Name : $"{Name}/{Subpath}";
}
