using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>A mount of a file or folder of the engine's host; see <see cref="Mount.Bind"/>.</summary>
public sealed record BindMount : Mount
{
    internal BindMount(string hostPath, string target)
        : base(target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hostPath);
        // The engine may run on another platform, so paths of Linux and of Windows are both accepted.
        var isAbsolute = hostPath[0] is '/' || hostPath.StartsWith(@"\\", StringComparison.Ordinal)
            || (hostPath.Length > 2 && char.IsAsciiLetter(hostPath[0]) && hostPath[1] == ':' && hostPath[2] is '\\' or '/');
        if (!isAbsolute)
            throw ArgumentErrors.Create(
                $"'{hostPath}' is not an absolute path on the engine's host. If the engine runs on this machine, use "
                + $"Path.GetFullPath(\"{hostPath}\"). For a volume of this name, use Mount.Volume.",
                nameof(hostPath));
        SpecValidation.ValidateText(hostPath, "The host path of a mount");
        HostPath = hostPath;
    }

    /// <summary>The path on the engine's host.</summary>
    public string HostPath { get; }

    /// <summary>
    /// Indicates whether a missing host path is created, as a folder owned by root. Default: false; a missing path then
    /// fails the creation of the container.
    /// </summary>
    public bool CreateHostPath { get; init; }

    private protected override string Source => HostPath;
}
