using System.Globalization;

namespace ContainerKit.Containers;

/// <summary>The signals of Linux, as engines take them: by name, with or without SIG, or by number.</summary>
internal static class Signals
{
    private const int Highest = 64;

    private static readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase)
    {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "IOT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CLD",
        "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "POLL", "PWR", "SYS", "RTMIN", "RTMAX",
    };

    /// <exception cref="ArgumentException">There is no such signal.</exception>
    public static void Check(string signal)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(signal);
        if (!IsSignal(signal))
            throw new ArgumentException($"'{signal}' is no signal. Write its name, such as \"SIGTERM\" or \"HUP\", or its number, 1 to {Highest}.", nameof(signal));
    }

    private static bool IsSignal(string signal)
    {
        if (char.IsAsciiDigit(signal[0])) return Number(signal) is >= 1 and <= Highest;
        var name = signal.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? signal[3..] : signal;
        if (_names.Contains(name)) return true;
        // The real-time ones are counted from both ends: RTMIN+15 stands beside RTMAX-14.
        return (name.StartsWith("RTMIN+", StringComparison.OrdinalIgnoreCase) && Number(name[6..]) is >= 1 and <= 15)
            || (name.StartsWith("RTMAX-", StringComparison.OrdinalIgnoreCase) && Number(name[6..]) is >= 1 and <= 14);
    }

    private static int? Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
