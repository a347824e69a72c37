using System.Text;

namespace ContainerKit.Diagnostics;

/// <summary>The wording that error messages share.</summary>
internal static class ErrorText
{
    private const int TailLines = 20;
    private const int TailChars = 4000;

    /// <summary>A command as a shell would read it, so that it can be pasted into one.</summary>
    public static string FormatCommand(IReadOnlyList<string> command) => string.Join(' ', command.Select(Quote));

    /// <summary>The end of a text, as an indented block under a title; nothing at all for an empty text.</summary>
    public static string Tail(string title, string text) => Tail(title, text, TailLines, TailChars);

    /// <inheritdoc cref="Tail(string, string)"/>
    public static string Tail(string title, string text, int maxLines, int maxChars)
    {
        var tail = LastLines(text, maxLines, maxChars);
        if (tail.Length == 0) return "";
        var block = new StringBuilder().Append('\n').Append(title).Append(':');
        foreach (var line in tail.Split('\n')) block.Append("\n  ").Append(line);
        return block.ToString();
    }

    public static string LastLines(string text) => LastLines(text, TailLines, TailChars);

    private static string LastLines(string text, int maxLines, int maxChars)
    {
        text = text.TrimEnd();
        var cut = text.Length > maxChars ? text[^maxChars..] : text;
        var lines = cut.Split('\n');
        return string.Join('\n', lines.Length > maxLines ? lines[^maxLines..] : lines).Replace("\r", "", StringComparison.Ordinal);
    }

    /// <summary>What an exit code above 128 says of a signal; nothing for others.</summary>
    public static string DescribeSignal(int exitCode) => exitCode switch
    {
        137 => " (SIGKILL: killed, or out of memory)",
        139 => " (SIGSEGV)",
        143 => " (SIGTERM)",
        > 128 and < 160 => $" (signal {exitCode - 128})",
        _ => "",
    };

    /// <summary>A size as the docker command writes it: three digits, in thousands.</summary>
    public static string FormatSize(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB"];
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < units.Length - 1; unit++) size /= 1000;
        var format = size < 10 && unit > 0 ? "0.##" : size < 100 && unit > 0 ? "0.#" : "0";
        return size.ToString(format, System.Globalization.CultureInfo.InvariantCulture) + units[unit];
    }

    public static string ShortId(string id)
    {
        var hex = id.StartsWith("sha256:", StringComparison.Ordinal) ? id[7..] : id;
        return hex.Length > 12 ? hex[..12] : hex;
    }

    private static string Quote(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@%+,".Contains(c, StringComparison.Ordinal))) return word;
        return "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
    }
}
