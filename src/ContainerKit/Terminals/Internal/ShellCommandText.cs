using System.Globalization;
using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit.Terminals;

/// <summary>Formats commands for a shell that reads them from a TTY.</summary>
internal static class ShellCommandText
{
    // In canonical mode a Linux TTY truncates lines of more than 4095 bytes; see termios(3).
    private const int MaximumLineLength = 4095;

    /// <summary>
    /// Returns a command as one argument of eval. So an unclosed quote is a syntax error, and the shell does not wait for
    /// more input.
    /// </summary>
    /// <exception cref="ArgumentException">A line is longer than a TTY accepts.</exception>
    public static string Format(string command, string parameter)
    {
        // A TTY and a line editor act on control characters: Tab completes a name, and Ctrl-C interrupts.
        var line = command.Any(c => char.IsControl(c) && c != '\n')
            ? $"eval \"$(printf '%b' {Quote(Escape(command))})\""
            : $"eval {Quote(command)}";
        if (line.Split('\n').Any(part => Encoding.UTF8.GetByteCount(part) >= MaximumLineLength))
        {
            throw ArgumentErrors.Create(
                $"A line of the command is longer than the {MaximumLineLength} bytes that a TTY accepts."
                + " Split it, or write it to a file first.",
                parameter);
        }

        return line;
    }

    /// <summary>Returns a text on one line and without control characters, in the format of <c>printf %b</c>.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == '\\') escaped.Append(@"\\");
            else if (c == '\n') escaped.Append(@"\n");
            // A character from U+0080 on has no control byte in UTF-8.
            else if (c < ' ' || c == '\x7f') escaped.Append(CultureInfo.InvariantCulture, $"\\0{(c >> 6) & 7}{(c >> 3) & 7}{c & 7}");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
