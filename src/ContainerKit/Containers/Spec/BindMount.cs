namespace ContainerKit;

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
