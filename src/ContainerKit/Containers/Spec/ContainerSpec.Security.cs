using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>The user: <c>name</c>, <c>uid</c>, or <c>user:group</c>. Default: the user of the image.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? User
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The user");
    }

    /// <summary>Additional groups of the user, by name or number. Default: none.</summary>
    public IReadOnlyList<string> Groups
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "groups");
    } = [];

    /// <summary>
    /// Indicates whether the container is privileged: it has all capabilities and access to all devices of its host.
    /// Default: false.
    /// </summary>
    public bool Privileged { get; init; }

    /// <summary>
    /// The Linux capabilities to add to the engine's default set, such as <c>NET_ADMIN</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> AddCapabilities
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "capabilities");
    } = [];

    /// <summary>The Linux capabilities to remove; <c>ALL</c> removes all. Default: none.</summary>
    public IReadOnlyList<string> DropCapabilities
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "capabilities");
    } = [];

    /// <summary>
    /// The security options, as for <c>docker run --security-opt</c>: <c>no-new-privileges</c>,
    /// <c>seccomp=unconfined</c>, <c>apparmor=PROFILE</c>, <c>label=...</c>. A seccomp profile is given as its JSON
    /// text. Default: the settings of the engine.
    /// </summary>
    public IReadOnlyList<string> SecurityOptions
    {
        get;
        init => field = ValidateSecurityOptions(value);
    } = [];

    /// <summary>Indicates whether the root file system is read-only. Mounts stay writable. Default: false.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>
    /// The kernel parameters of the container, such as <c>net.core.somaxconn</c>. Only parameters that each container has for
    /// itself can be set. Default: none.
    /// </summary>
    /// <exception cref="ArgumentException">A parameter belongs to the whole host.</exception>
    public IReadOnlyDictionary<string, string> Sysctls
    {
        get;
        init => field = ValidateSysctls(value);
    } = SpecValidation.EmptyMap;

    /// <summary>
    /// The host devices of the container, as text or typed: <c>["/dev/fuse", "/dev/sda:/dev/disk:r"]</c>. Default:
    /// none.
    /// </summary>
    public IReadOnlyList<Device> Devices
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "devices");
    } = [];

    /// <summary>
    /// The devices that a driver on the host provides, such as GPUs: <c>[DeviceRequest.AllGpus]</c>. Default: none.
    /// </summary>
    public IReadOnlyList<DeviceRequest> DeviceRequests
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "device requests");
    } = [];

    /// <summary>The PID namespace: <c>host</c>, <c>container:NAME</c>. Default: a separate namespace.</summary>
    public string? PidMode
    {
        get;
        init => field = ValidateMode(value, nameof(PidMode), "host");
    }

    /// <summary>
    /// The IPC namespace with its shared memory: <c>host</c>, <c>container:NAME</c>, <c>private</c>, <c>shareable</c>,
    /// <c>none</c>. Default: the setting of the engine.
    /// </summary>
    public string? IpcMode
    {
        get;
        init => field = ValidateMode(value, nameof(IpcMode), "host", "private", "shareable", "none");
    }

    /// <summary>The UTS namespace with its host name: <c>host</c>. Default: a separate namespace.</summary>
    public string? UtsMode
    {
        get;
        init => field = value is null or "host"
            ? value
            : throw ArgumentErrors.Create(
                $"UtsMode must be host, not '{value}'. Leave it out for a separate namespace.", nameof(value));
    }

    /// <summary>
    /// The user namespace: <c>host</c> turns off the user id mapping of an engine that has one. Default: the setting of
    /// the engine.
    /// </summary>
    public string? UsernsMode
    {
        get;
        init => field = value is null or "host"
            ? value
            : throw ArgumentErrors.Create(
                $"UsernsMode must be host, not '{value}'. Leave it out for the setting of the engine.", nameof(value));
    }

    private void ValidateSecurity()
    {
        if (UtsMode == "host" && (Hostname is not null || DomainName is not null))
            throw new ArgumentException(
                "With UtsMode host, the container has the host name of its host. Leave Hostname and DomainName out.",
                nameof(UtsMode));
        if (Sysctls.Keys.FirstOrDefault(key => key.StartsWith("net.", StringComparison.Ordinal)) is { } sysctl
            && Networks is [{ IsExclusive: true, Network: not "none" } shared])
            throw ArgumentErrors.Create(
                $"The sysctl '{sysctl}' would change the network '{shared.Network}', which the container shares. "
                    + "Leave it out.",
                nameof(Sysctls));
        if (ShmSizeBytes is not null && IpcMode is not (null or "private" or "shareable"))
            throw ArgumentErrors.Create(
                $"With IpcMode {IpcMode}, the container has no separate shared memory. Leave ShmSizeBytes out.",
                nameof(ShmSizeBytes));
        if (Devices.GroupBy(device => device.ContainerPath).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw ArgumentErrors.Create(
                $"Two devices have the container path {duplicate.Key}: {string.Join(" and ", duplicate)}. "
                    + "Give each device its own path.",
                nameof(Devices));
    }

    private static string? ValidateMode(string? mode, string propertyName, params string[] known)
    {
        const string ContainerPrefix = "container:";
        if (mode is null || known.Contains(mode)) return mode;
        if (mode.StartsWith(ContainerPrefix, StringComparison.Ordinal) && mode.Length > ContainerPrefix.Length)
            return mode;
        throw ArgumentErrors.Create($"{propertyName} must be {string.Join(", ", known)} or container:NAME, not '{mode}'.", propertyName);
    }

    private static Dictionary<string, string> ValidateSysctls(IReadOnlyDictionary<string, string> sysctls)
    {
        var values = SpecValidation.ValidateMap(sysctls, "sysctls");
        if (values.Keys.FirstOrDefault(name => !IsNamespacedSysctl(name)) is { } hostWide)
            throw ArgumentErrors.Create(
                $"The sysctl '{hostWide}' is not one that a container has for itself, such as net.* or kernel.shmmax. "
                    + "Set it on the host of the engine.",
                nameof(sysctls));
        return values;
    }

    // ValidateSysctl in https://github.com/docker/cli/blob/02761fdb0ba1c306554e4112763b5b9161228839/opts/opts.go
    private static bool IsNamespacedSysctl(string name) =>
        name is "kernel.msgmax" or "kernel.msgmnb" or "kernel.msgmni" or "kernel.sem" or "kernel.shmall" or "kernel.shmmax"
            or "kernel.shmmni" or "kernel.shm_rmid_forced"
        || name.StartsWith("net.", StringComparison.Ordinal) || name.StartsWith("fs.mqueue.", StringComparison.Ordinal);

    private static IReadOnlyList<string> ValidateSecurityOptions(IReadOnlyList<string> options)
    {
        var values = SpecValidation.ValidateStrings(options, "security options");
        const string Prefix = "seccomp=";
        var file = values.FirstOrDefault(option => option.StartsWith(Prefix, StringComparison.Ordinal)
            && option is not ("seccomp=unconfined" or "seccomp=builtin") && !option[Prefix.Length..].TrimStart().StartsWith('{'));
        if (file is null) return values;
        throw ArgumentErrors.Create(
            $"'{file}' names a file, which the engine does not read. "
                + $"Give its text: \"{Prefix}\" + File.ReadAllText(\"{file[Prefix.Length..]}\").",
            nameof(options));
    }
}
