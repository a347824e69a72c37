namespace ContainerKit;

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
