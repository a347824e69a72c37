using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>
/// The process that a session label identifies: its host, boot, pid namespace, pid and start time, and a nonce. Another
/// process can find out from them that the process has exited.
/// </summary>
/// <param name="Host">A hash of the machine's id and name.</param>
/// <param name="Boot">A hash of the kernel's unique id of the boot; <see cref="Unknown"/> on systems without one, such
/// as Windows and macOS.</param>
/// <param name="PidNamespace">The namespace of the pid. Processes in containers have a separate one.</param>
/// <param name="Pid">The process id.</param>
/// <param name="Start">The start time in units of the operating system; 0 if it is unknown.</param>
/// <param name="Nonce">A unique value, so that two sessions differ even on systems that report none of the
/// above.</param>
internal sealed record SessionOwner(string Host, string Boot, string PidNamespace, int Pid, long Start, string Nonce)
{
    /// <summary>The value of a part that could not be read.</summary>
    public const string Unknown = "0";

    private const string SessionManaged = "session";
    private const string Unmanaged = "unmanaged";

    /// <summary>This process.</summary>
    public static SessionOwner This { get; } = new(
        HostIdentity.Host,
        HostIdentity.Boot,
        HostIdentity.PidNamespace,
        Environment.ProcessId,
        ProcessStartTime.Get(Environment.ProcessId) ?? 0,
        Guid.NewGuid().ToString("N")[..8]);

    /// <summary>
    /// Indicates whether the resources with this label are removed when the process exits. Otherwise their owner
    /// removes them, and they may remain after the process.
    /// </summary>
    public bool IsSessionManaged { get; init; }

    /// <summary>Returns the value of the label.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsSessionManaged ? SessionManaged : Unmanaged)}-{Host}-{Boot}-{PidNamespace}-{Pid}-{Start}-{Nonce}");

    /// <summary>Parses the value of a label; returns null if it has another form.</summary>
    public static SessionOwner? Parse(string label) =>
        label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && label.Split('-') is [SessionManaged or Unmanaged, var host, var boot, var space, var pid, var start, var nonce]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? new SessionOwner(host, boot, space, id, since, nonce)
            {
                IsSessionManaged = label.StartsWith(SessionManaged, StringComparison.Ordinal),
            }
            : null;

    /// <summary>
    /// Indicates whether the process has definitely exited. The result is false in case of doubt, such as on another
    /// host, in another pid namespace or on a copy of the machine.
    /// </summary>
    /// <param name="current">The process that runs the check.</param>
    /// <param name="isEngineLocal">Indicates whether the engine is known to run on this machine. A local socket may
    /// lead to another one.</param>
    /// <param name="wasCreatedBeforeBoot">Indicates whether the labeled resource was definitely created before the
    /// current boot.</param>
    /// <param name="isRunning">Returns whether a process with this pid and start time may still run.</param>
    public bool IsDefinitelyDead(SessionOwner current, bool isEngineLocal, bool wasCreatedBeforeBoot, Func<int, long, bool> isRunning)
    {
        if (Host != current.Host || Start == 0) return false;
        // The same host hash does not prove the same machine: copies of a virtual machine share id and name, containers
        // on several machines may have the same name, and all of them may use one engine. The same boot does prove it.
        // A different boot is an earlier boot of this machine only if the engine runs here and the resource is older
        // than the current boot, because copies may use this engine remotely.
        if (Boot != current.Boot) return isEngineLocal && wasCreatedBeforeBoot && Boot != Unknown && current.Boot != Unknown;
        if (Boot == Unknown && !isEngineLocal) return false;
        return PidNamespace == current.PidNamespace && !isRunning(Pid, Start);
    }
}
