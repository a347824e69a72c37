using System.Globalization;
using System.Text;

namespace ContainerKit.Diagnostics;

/// <summary>The formatting that error messages share.</summary>
internal static class ErrorText
{
    private const int TailLines = 20;
    private const int TailChars = 4000;
    private const int MaximumCommandLength = 1000;
    private const int MaximumArguments = 100;

    /// <summary>
    /// Returns a command quoted for a POSIX shell, so that it can be pasted into one. The middle of a very long command is left
    /// out. An argument with control characters is quoted with <c>$'...'</c>, which bash and other shells read.
    /// </summary>
    public static string FormatCommand(IReadOnlyList<string> command)
    {
        // Shortened before they are joined: an argument may have megabytes.
        var text = string.Join(' ', command.Take(MaximumArguments)
            .Select(argument => Quote(VisibleText.Shorten(argument, MaximumCommandLength))));
        if (command.Count > MaximumArguments)
            text += string.Create(CultureInfo.InvariantCulture, $" ...({command.Count - MaximumArguments} more arguments)");
        return VisibleText.Shorten(text, MaximumCommandLength * 2);
    }

    /// <summary>
    /// Returns the last lines of an output as an indented block under a title, with visible control characters. Empty for an empty
    /// output.
    /// </summary>
    public static string Tail(string title, string text) => Block(title, LastLines(text));

    /// <summary>Returns the last lines of an output of bytes as <see cref="Tail(string, string)"/> does.</summary>
    public static string Tail(string title, ReadOnlyMemory<byte> output)
    {
        // A character has at most 4 bytes, and white space at the end is left out: only the end of a large output is decoded.
        const int MaximumBytes = TailChars * 4;
        var bytes = output.Span.TrimEnd(" \r\n\t"u8);
        return Tail(title, Encoding.UTF8.GetString(bytes.Length > MaximumBytes ? bytes[^MaximumBytes..] : bytes));
    }

    /// <summary>
    /// Returns a text as an indented block under a title, on new lines and with visible control characters. Empty for an empty text.
    /// </summary>
    public static string Block(string title, string text) =>
        text.Length == 0 ? "" : $"\n{title}:\n  {VisibleText.Block(text).Replace("\n", "\n  ", StringComparison.Ordinal)}";

    /// <summary>Returns the last lines of an output, without its line end.</summary>
    public static string LastLines(string text, int maxLines = TailLines, int maxChars = TailChars)
    {
        text = text.TrimEnd();
        var tail = text.Length > maxChars ? text[^maxChars..] : text;
        var lines = tail.Split('\n');
        return string.Join('\n', lines.Length > maxLines ? lines[^maxLines..] : lines).Replace("\r", "", StringComparison.Ordinal);
    }

    /// <summary>Returns a size as the Docker CLI writes it: with three digits and decimal units.</summary>
    public static string FormatSize(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB"];
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < units.Length - 1; unit++) size /= 1000;
        var format = size < 10 && unit > 0 ? "0.##" : size < 100 && unit > 0 ? "0.#" : "0";
        return size.ToString(format, CultureInfo.InvariantCulture) + units[unit];
    }

    /// <summary>Returns the first 12 digits of an id, without the prefix of its hash algorithm.</summary>
    public static string ShortId(string id)
    {
        var hex = id.StartsWith("sha256:", StringComparison.Ordinal) ? id[7..] : id;
        return hex.Length > 12 ? hex[..12] : hex;
    }

    private static string Quote(string argument)
    {
        const string Unquoted = "-_./:=@%+,";
        if (argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || Unquoted.Contains(c, StringComparison.Ordinal)))
            return argument;
        if (VisibleText.HasControlCharacters(argument)) return QuoteWithEscapes(argument);
        return "'" + argument.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
    }

    private static string QuoteWithEscapes(string argument)
    {
        var quoted = new StringBuilder("$'");
        foreach (var character in argument)
        {
            var isControl = character is '\n' or '\t' || VisibleText.HasControlCharacters(character.ToString());
            if (character is '\'' or '\\') quoted.Append('\\').Append(character);
            else if (character is '\n' or '\t'
                || VisibleText.HasControlCharacters(character.ToString())) VisibleText.AppendEscaped(quoted, character);
            else quoted.Append(character);
        }

        return quoted.Append('\'').ToString();
    }
}
