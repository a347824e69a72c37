using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// A device of the engine's host in a container. A string such as <c>"/dev/fuse"</c> converts implicitly.
/// </summary>
public sealed partial record Device
{
    /// <summary>Creates a device with the same path in the container, with all permissions.</summary>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public Device(string hostPath)
        : this(hostPath, hostPath)
    {
    }

    /// <summary>Creates a device with another path in the container, with all permissions.</summary>
    /// <exception cref="ArgumentException">A path is not absolute.</exception>
    public Device(string hostPath, string containerPath)
    {
        HostPath = ValidatePath(hostPath, nameof(hostPath));
        ContainerPath = ValidatePath(containerPath, nameof(containerPath));
    }

    /// <summary>The path of the device, or of a folder of devices, on the engine's host.</summary>
    public string HostPath { get; }

    /// <summary>The path in the container.</summary>
    public string ContainerPath { get; }

    /// <summary>
    /// The permissions of the container: <c>r</c> for read, <c>w</c> for write, <c>m</c> for mknod. Default:
    /// <c>rwm</c>.
    /// </summary>
    public string Permissions
    {
        get;
        init => field = value is not null && PermissionsPattern().IsMatch(value) && value.Distinct().Count() == value.Length
            ? value
            : throw ArgumentErrors.Create(
                $"'{value}' are not valid device permissions. Use r, w and m, each at most once.", nameof(value));
    } = "rwm";

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Device(string text) => Parse(text);

    /// <summary>
    /// Parses a device in the format of <c>docker run --device</c>: <c>hostPath[:containerPath][:permissions]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not have this format.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':') switch
        {
            [var host] => new Device(host),
            [var host, var permissions] when PermissionsPattern().IsMatch(permissions) => new Device(host) { Permissions = permissions },
            [var host, var container] => new Device(host, container),
            [var host, var container, var permissions] => new Device(host, container) { Permissions = permissions },
            _ => throw ArgumentErrors.Create($"'{text}' is not a device. Write \"/dev/fuse\" or \"/dev/sda:/dev/disk:r\".", nameof(text)),
        };
    }

    /// <summary>Returns the device in the format of <c>docker run --device</c>.</summary>
    public override string ToString() => $"{HostPath}:{ContainerPath}:{Permissions}";

    private static string ValidatePath(string path, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(path, parameter);
        SpecValidation.ValidateText(path, "The path of a device");
        return path[0] == '/' ? path : throw ArgumentErrors.Create(
            $"'{path}' is not an absolute path. Write a device as \"/dev/fuse\" or \"/dev/sda:/dev/disk:r\".", parameter);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[rwm]{1,3}\z")]
    private static partial System.Text.RegularExpressions.Regex PermissionsPattern();
}
