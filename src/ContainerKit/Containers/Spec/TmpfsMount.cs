namespace ContainerKit;

/// <summary>A tmpfs mount: memory of the host; see <see cref="Mount.Tmpfs"/>.</summary>
public sealed record TmpfsMount : Mount
{
    internal TmpfsMount(string target)
        : base(target)
    {
    }

    /// <summary>The maximum size in bytes. Default: the setting of the kernel, half of the memory.</summary>
    public long? SizeBytes
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "SizeBytes must be a number of bytes above 0.");
    }

    /// <summary>The mode of the root folder of the mount. Default: 1777, as for <c>/tmp</c>.</summary>
    public UnixFileMode? Mode { get; init; }

    private protected override string Source => "tmpfs";
}
