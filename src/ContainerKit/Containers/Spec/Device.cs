namespace ContainerKit;

/// <summary>A device of the engine's host in a container. A text such as <c>"/dev/fuse"</c> converts by itself.</summary>
public sealed partial record Device
{
    /// <summary>A device at the same path inside, to be read, written and made anew.</summary>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public Device(string hostPath)
        : this(hostPath, hostPath)
    {
    }

    /// <summary>A device at a path of its own inside, to be read, written and made anew.</summary>
    /// <exception cref="ArgumentException">A path is not absolute.</exception>
    public Device(string hostPath, string containerPath)
    {
        HostPath = ValidatePath(hostPath, nameof(hostPath));
        ContainerPath = ValidatePath(containerPath, nameof(containerPath));
    }

    /// <summary>The device's path on the engine's host, or a folder of devices.</summary>
    public string HostPath { get; }

    /// <summary>Its path in the container.</summary>
    public string ContainerPath { get; }

    /// <summary>What the container may do with it: <c>r</c> read, <c>w</c> write, <c>m</c> make it anew. Default: <c>rwm</c>.</summary>
    public string Permissions
    {
        get;
        init => field = value is not null && PermissionsPattern().IsMatch(value) && value.Distinct().Count() == value.Length
            ? value
            : throw new ArgumentException($"'{value}' are not permissions for a device; they are r, w and m, each once.", nameof(value));
    } = "rwm";

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Device(string text) => Parse(text);

    /// <summary>Reads what <c>docker run --device</c> takes: <c>hostPath[:containerPath][:permissions]</c>.</summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':') switch
        {
            [var host] => new Device(host),
            [var host, var rights] when PermissionsPattern().IsMatch(rights) => new Device(host) { Permissions = rights },
            [var host, var container] => new Device(host, container),
            [var host, var container, var rights] => new Device(host, container) { Permissions = rights },
            _ => throw new ArgumentException($"'{text}' is not a device; write \"/dev/fuse\" or \"/dev/sda:/dev/disk:r\".", nameof(text)),
        };
    }

    /// <summary>The device as <c>docker run --device</c> takes it.</summary>
    public override string ToString() => $"{HostPath}:{ContainerPath}:{Permissions}";

    private static string ValidatePath(string path, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(path, parameter);
        return path[0] == '/' ? path : throw new ArgumentException($"'{path}' is not an absolute path; a device is written \"/dev/fuse\" or \"/dev/sda:/dev/disk:r\".", parameter);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[rwm]{1,3}\z")]
    private static partial System.Text.RegularExpressions.Regex PermissionsPattern();
}
