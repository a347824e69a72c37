using System.Globalization;
using System.Runtime.CompilerServices;
using ContainerKit.Diagnostics;

namespace ContainerKit.Containers;

/// <summary>The signals that an engine accepts: by name, with or without SIG and in any case, or by number.</summary>
internal static class Signals
{
    private const int Highest = 64;

    // The names in https://github.com/moby/sys/blob/main/signal/signal_linux.go.
    private static readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase)
    {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "IOT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
        "ALRM", "TERM", "STKFLT", "CHLD", "CLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ",
        "VTALRM", "PROF", "WINCH", "IO", "POLL", "PWR", "SYS", "RTMIN", "RTMAX",
    };

    // The numbers of Linux on all architectures that engines support.
    private static readonly string[] _byNumber =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>Checks that a text names a signal.</summary>
    /// <returns>The text, unchanged.</returns>
    /// <exception cref="ArgumentException">The signal does not exist.</exception>
    public static string Validate(string signal, [CallerArgumentExpression(nameof(signal))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(signal, parameter);
        if (IsSignal(signal)) return signal;
        throw ArgumentErrors.Create(
            $"'{signal}' is not a signal. Use a name such as \"SIGTERM\", \"HUP\" or \"RTMIN+3\", "
            + $"or a number from 1 to {Highest}.",
            parameter);
    }

    /// <summary>Returns the name of a signal. Podman 4.3 to 5.8 reports its number.</summary>
    public static string ToName(string signal) =>
        Number(signal) is > 0 and var number && number < _byNumber.Length ? "SIG" + _byNumber[number] : signal;

    private static bool IsSignal(string signal)
    {
        if (signal.Length > 0 && char.IsAsciiDigit(signal[0])) return Number(signal) is >= 1 and <= Highest;
        var name = signal.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? signal[3..] : signal;
        if (_names.Contains(name)) return true;
        // Real-time signals are counted from both ends: RTMIN+15 is followed by RTMAX-14.
        return (name.StartsWith("RTMIN+", StringComparison.OrdinalIgnoreCase) && Number(name[6..]) is >= 1 and <= 15)
            || (name.StartsWith("RTMAX-", StringComparison.OrdinalIgnoreCase) && Number(name[6..]) is >= 1 and <= 14);
    }

    private static int? Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
