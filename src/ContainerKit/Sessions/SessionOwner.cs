using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>
/// The process behind a session's label, told so well that another process can tell whether it is gone: host, boot, pid namespace, pid,
/// start time. The label is these in a row, and a nonce.
/// </summary>
/// <param name="Host">A hash of the machine's id and name.</param>
/// <param name="Boot">The kernel's id of this boot, unique for ever; <see cref="Unknown"/> where there is none, as on Windows and macOS.</param>
/// <param name="PidNamespace">The namespace that the pid is counted in: processes in containers have one of their own.</param>
/// <param name="Start">When it was started, on a clock of the system's own choice; 0 when that cannot be told.</param>
/// <param name="Nonce">For systems that tell none of the above: no two sessions are the same.</param>
internal sealed record SessionOwner(string Host, string Boot, string PidNamespace, int Pid, long Start, string Nonce)
{
    public const string Unknown = "0";

    private const string SessionManaged = "session";
    private const string Unmanaged = "unmanaged";

    /// <summary>This process.</summary>
    public static SessionOwner This { get; } = new(
        HostIdentity.Host, HostIdentity.Boot, HostIdentity.PidNamespace, Environment.ProcessId, ProcessStartTime.Get(Environment.ProcessId) ?? 0, Guid.NewGuid().ToString("N")[..8]);

    /// <summary>Whether what it makes goes with it. Otherwise it belongs to whoever it was handed to, and outlives the process if they like.</summary>
    public bool IsSessionManaged { get; init; }

    /// <summary>The label's value.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsSessionManaged ? SessionManaged : Unmanaged)}-{Host}-{Boot}-{PidNamespace}-{Pid}-{Start}-{Nonce}");

    /// <summary>Reads a label's value; null for one that is not of this form.</summary>
    public static SessionOwner? Parse(string label) =>
        label.Split('-') is [SessionManaged or Unmanaged, var host, var boot, var space, var pid, var start, var nonce]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? new SessionOwner(host, boot, space, id, since, nonce) { IsSessionManaged = label.StartsWith(SessionManaged, StringComparison.Ordinal) }
            : null;

    /// <summary>
    /// Whether the process has surely ended. Whatever leaves a doubt, such as another host, another pid namespace, or a machine that only
    /// looks like this one, is a no.
    /// </summary>
    /// <param name="current">The process that asks.</param>
    /// <param name="isEngineLocal">Whether the engine that holds the label is seen to run on this machine. A socket that is here may lead elsewhere.</param>
    /// <param name="wasCreatedBeforeBoot">Whether what carries the label was surely made before this machine was started.</param>
    /// <param name="isRunning">Whether there may still be a process with this pid and start time.</param>
    public bool IsDefinitelyDead(SessionOwner current, bool isEngineLocal, bool wasCreatedBeforeBoot, Func<int, long, bool> isRunning)
    {
        if (Host != current.Host || Start == 0) return false;
        // Copies of one machine share its id and name, containers of several machines a name that somebody chose, and all of them may share
        // an engine. The same boot is proof of the same machine. Another one is of an earlier life of it only on this machine's own engine,
        // and only for what is older than this life: copies may use that engine from elsewhere.
        if (Boot != current.Boot) return isEngineLocal && wasCreatedBeforeBoot && Boot != Unknown && current.Boot != Unknown;
        if (Boot == Unknown && !isEngineLocal) return false;
        return PidNamespace == current.PidNamespace && !isRunning(Pid, Start);
    }
}
