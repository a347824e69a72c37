namespace ContainerKit.Terminals;

/// <summary>
/// Tells the characters that are to be read from those of a terminal's escape sequences (ECMA-48): colours, cursor movements, window titles. It sees
/// one character after the other, so a sequence may be split anywhere.
/// </summary>
internal struct AnsiEscapeFilter
{
    private const char Escape = '\e';
    private const char Bell = '\a';
    private const char Cancel = '\x18';
    private const char Substitute = '\x1a';

    private State _state;

    private enum State
    {
        Text,
        Escaped,
        Control,
        String,
        StringEscaped,
    }

    /// <summary>Whether the character is text.</summary>
    public bool IsText(char c)
    {
        if (_state == State.Text && c != Escape) return true;
        _state = c is Cancel or Substitute ? State.Text : _state switch
        {
            State.Text => State.Escaped,
            // Intermediate bytes, as in the choice of a character set, come before the one that ends the sequence.
            State.Escaped => c switch
            {
                '[' => State.Control,
                ']' or 'P' or 'X' or '^' or '_' => State.String,
                Escape or (>= ' ' and <= '/') => State.Escaped,
                _ => State.Text,
            },
            State.Control => c is Escape ? State.Escaped : c is >= '@' and <= '~' ? State.Text : State.Control,
            State.String => c is Bell ? State.Text : c is Escape ? State.StringEscaped : State.String,
            State.StringEscaped => c is '\\' ? State.Text : State.String,
            _ => State.Text,
        };
        return false;
    }

    /// <summary>A text without its sequences.</summary>
    public static string Strip(string text)
    {
        if (!text.Contains(Escape, StringComparison.Ordinal)) return text;
        var filter = default(AnsiEscapeFilter);
        var kept = new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (filter.IsText(c)) kept[length++] = c;
        }

        return new string(kept, 0, length);
    }
}
