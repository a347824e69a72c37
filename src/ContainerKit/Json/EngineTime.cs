using System.Globalization;

namespace ContainerKit.Json;

/// <summary>
/// Converts times of the engine, which have nanoseconds, to and from <see cref="DateTimeOffset"/>, which has steps of
/// 100 nanoseconds. A time that is read is rounded down. So a step stands for all times of the engine that start with
/// its digits.
/// </summary>
internal static class EngineTime
{
    private const int TickDigits = 7;
    private const int MaximumLength = 64;

    /// <summary>Parses a time of the engine, such as <c>2026-01-02T03:04:05.123456789Z</c>, and rounds it down.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        // .NET rounds further digits to the nearest step, which can be after the time.
        Span<char> kept = stackalloc char[MaximumLength];
        time = default;
        return DropDigits(text, kept) is >= 0 and var length
            && DateTimeOffset.TryParse(kept[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>
    /// Formats the first time of the engine within a step, for a lower limit and for a limit that excludes its own time:
    /// seconds since 1970, with a fraction.
    /// </summary>
    public static string FormatFirst(DateTimeOffset time)
    {
        var seconds = (time - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond;
        return seconds.ToString("0.000####", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Formats the last time of the engine within a step, for an upper limit that includes its own time: seconds since
    /// 1970, with nanoseconds.
    /// </summary>
    public static string FormatLast(DateTimeOffset time)
    {
        var seconds = (time - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond;
        // The engine reads the digits after the point as nanoseconds to add, also for a time before 1970.
        return seconds < 0 ? FormatFirst(time) : seconds.ToString("0.0000000", CultureInfo.InvariantCulture) + "99";
    }

    /// <summary>Formats the last time of the engine before a step, for a lower limit that excludes its own time: RFC 3339.</summary>
    public static string FormatBefore(DateTimeOffset time) =>
        time.UtcTicks == 0 ? FormatDate(time) + "00Z" : FormatDate(time.AddTicks(-1)) + "99Z";

    /// <summary>Formats the first time of the engine after a step, for an upper limit that excludes its own time: RFC 3339.</summary>
    public static string FormatAfter(DateTimeOffset time) =>
        time.UtcTicks == DateTime.MaxValue.Ticks ? FormatDate(time) + "99Z" : FormatDate(time.AddTicks(1)) + "00Z";

    private static string FormatDate(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture);

    // Returns the length of the text in the buffer; -1 if it does not fit, so that it is no time.
    private static int DropDigits(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var point = text.IndexOf('.');
        var end = point < 0 ? text.Length : point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        var kept = point < 0 ? end : Math.Min(end, point + 1 + TickDigits);
        var length = kept + text.Length - end;
        if (length > buffer.Length) return -1;
        text[..kept].CopyTo(buffer);
        text[end..].CopyTo(buffer[kept..]);
        return length;
    }
}
