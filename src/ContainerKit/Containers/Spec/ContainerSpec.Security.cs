using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>The user, as <c>name</c>, <c>uid</c>, <c>user:group</c>. Default: the image's.</summary>
    public string? User { get; init; }

    /// <summary>Groups that the user is in beside its own, by name or number. Default: none.</summary>
    public IReadOnlyList<string> Groups
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "groups");
    } = [];

    /// <summary>Whether the container gets all rights on its host. Default: false.</summary>
    public bool Privileged { get; init; }

    /// <summary>Linux capabilities added to the engine's default set, such as <c>NET_ADMIN</c>. Default: none.</summary>
    public IReadOnlyList<string> AddCapabilities
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "capabilities");
    } = [];

    /// <summary>Linux capabilities taken away; <c>ALL</c> takes all. Default: none.</summary>
    public IReadOnlyList<string> DropCapabilities
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "capabilities");
    } = [];

    /// <summary>
    /// What the kernel's guards are told, as <c>docker run --security-opt</c>: <c>no-new-privileges</c>, <c>seccomp=unconfined</c>, <c>apparmor=PROFILE</c>,
    /// <c>label=...</c>. A seccomp profile is given as its JSON text. Default: the engine's.
    /// </summary>
    public IReadOnlyList<string> SecurityOptions
    {
        get;
        init => field = ValidateSecurityOptions(value);
    } = [];

    /// <summary>Whether the container's own files are read-only, all but its mounts. Default: false.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Settings of the kernel for the container alone, such as <c>net.core.somaxconn</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Sysctls
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "sysctls");
    } = SpecValidation.EmptyMap;

    /// <summary>Devices of the host, as texts or typed: <c>["/dev/fuse", "/dev/sda:/dev/disk:r"]</c>. Default: none.</summary>
    public IReadOnlyList<Device> Devices
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "devices");
    } = [];

    /// <summary>Devices that a driver on the host chooses and brings along: <c>[DeviceRequest.AllGpus]</c>. Default: none.</summary>
    public IReadOnlyList<DeviceRequest> DeviceRequests
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "device requests");
    } = [];

    /// <summary>Whose processes the container sees: <c>host</c>, <c>container:NAME</c>. Default: its own.</summary>
    public string? PidMode
    {
        get;
        init => field = ValidateMode(value, "PidMode", "host");
    }

    /// <summary>Whose shared memory the container has: <c>host</c>, <c>container:NAME</c>, <c>private</c>, <c>shareable</c>, <c>none</c>. Default: the engine's.</summary>
    public string? IpcMode
    {
        get;
        init => field = ValidateMode(value, "IpcMode", "host", "private", "shareable", "none");
    }

    /// <summary>Whose host name the container has: <c>host</c>. Default: its own.</summary>
    public string? UtsMode
    {
        get;
        init => field = value is null or "host" ? value : throw new ArgumentException($"UtsMode is host or left out, not '{value}'.", nameof(value));
    }

    /// <summary>Whose user numbers the container has, on an engine that gives containers numbers of their own: <c>host</c>. Default: the engine's.</summary>
    public string? UsernsMode
    {
        get;
        init => field = value is null or "host" ? value : throw new ArgumentException($"UsernsMode is host or left out, not '{value}'.", nameof(value));
    }

    private void ValidateSecurity()
    {
        if (UtsMode == "host" && (Hostname is not null || DomainName is not null))
            throw new ArgumentException("With UtsMode host the container has its host's name; leave Hostname and DomainName out.", nameof(UtsMode));
        if (Sysctls.Keys.FirstOrDefault(key => key.StartsWith("net.", StringComparison.Ordinal)) is { } net && Networks is [{ IsExclusive: true, Network: not "none" } shared])
            throw new ArgumentException($"'{net}' would change the network that the container shares by '{shared.Network}'; leave it out.", nameof(Sysctls));
        if (ShmSizeBytes is not null && IpcMode is not (null or "private" or "shareable"))
            throw new ArgumentException($"With IpcMode {IpcMode} the container has no shared memory of its own to size; leave ShmSizeBytes out.", nameof(ShmSizeBytes));
        if (Devices.GroupBy(device => device.ContainerPath).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two devices stand at {twice.Key}: {string.Join(" and ", twice)}.", nameof(Devices));
    }

    private static string? ValidateMode(string? mode, string propertyName, params string[] known)
    {
        const string OfContainer = "container:";
        if (mode is null || known.Contains(mode) || (mode.StartsWith(OfContainer, StringComparison.Ordinal) && mode.Length > OfContainer.Length)) return mode;
        throw new ArgumentException($"{propertyName} is {string.Join(", ", known)} or container:NAME, not '{mode}'.", propertyName);
    }

    private static IReadOnlyList<string> ValidateSecurityOptions(IReadOnlyList<string> options)
    {
        var words = SpecValidation.ValidateStrings(options, "security options");
        if (words.FirstOrDefault(word => word.StartsWith("seccomp=", StringComparison.Ordinal) && word != "seccomp=unconfined" && word != "seccomp=builtin"
            && !word["seccomp=".Length..].TrimStart().StartsWith('{')) is { } file)
            throw new ArgumentException($"'{file}' names a file, which engines do not read; give its text: \"seccomp=\" + File.ReadAllText(\"{file["seccomp=".Length..]}\").", nameof(options));
        return words;
    }
}
