using System.Globalization;

namespace ContainerKit.Files;

/// <summary>
/// A time of a file, as archives and Unix systems store it. Its range is larger than that of <see cref="DateTime"/>.
/// </summary>
/// <param name="Seconds">The seconds since 1970, which may be negative.</param>
/// <param name="Nanoseconds">The additional nanoseconds, from 0 to 999,999,999.</param>
internal readonly record struct UnixTime(long Seconds, int Nanoseconds)
{
    private const int NanosecondsPerTick = 100;
    private const int Digits = 9;

    /// <summary>Converts a time of .NET.</summary>
    public static UnixTime From(DateTimeOffset time)
    {
        var (seconds, ticks) = Math.DivRem((time - DateTimeOffset.UnixEpoch).Ticks, TimeSpan.TicksPerSecond);
        return ticks < 0
            ? new UnixTime(seconds - 1, (int)(ticks + TimeSpan.TicksPerSecond) * NanosecondsPerTick)
            : new UnixTime(seconds, (int)ticks * NanosecondsPerTick);
    }

    /// <summary>Parses the decimal number of an extended header, such as <c>-1.25</c>.</summary>
    /// <exception cref="InvalidDataException">The text is not a time.</exception>
    public static UnixTime Parse(string text)
    {
        var (whole, fraction) = text.Split('.', 2) is [var w, var f] ? (w, f) : (text, "");
        if (!long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            || !fraction.All(char.IsAsciiDigit))
            throw new InvalidDataException("an extended header has an invalid time");
        var nanoseconds = int.Parse(fraction.PadRight(Digits, '0').AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture);
        if (nanoseconds == 0 || whole[0] != '-') return new UnixTime(seconds, nanoseconds);
        return seconds == long.MinValue
            ? new UnixTime(seconds, 0)
            : new UnixTime(seconds - 1, 1_000_000_000 - nanoseconds);
    }

    /// <summary>Returns the time without its nanoseconds.</summary>
    public UnixTime Truncate() => this with { Nanoseconds = 0 };

    /// <summary>Converts to a time of .NET. A time outside of its range becomes the nearest one.</summary>
    public DateTime ToDateTime()
    {
        var (minimum, maximum) = (DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        var time = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(Seconds, minimum, maximum)).UtcDateTime;
        return Seconds >= minimum && Seconds < maximum ? time.AddTicks(Nanoseconds / NanosecondsPerTick) : time;
    }

    /// <summary>Returns the decimal number of an extended header.</summary>
    public override string ToString()
    {
        if (Nanoseconds == 0) return Seconds.ToString(CultureInfo.InvariantCulture);
        var (sign, seconds, nanoseconds) = Seconds < 0 ? ("-", -(Seconds + 1), 1_000_000_000 - Nanoseconds) : ("", Seconds, Nanoseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}.{nanoseconds:d9}").TrimEnd('0');
    }
}
