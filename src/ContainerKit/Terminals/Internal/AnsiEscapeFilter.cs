namespace ContainerKit.Terminals;

/// <summary>
/// Separates text from the escape sequences of a terminal (ECMA-48), such as colors, cursor movements and window
/// titles. It processes one character at a time, so a sequence may be split between two reads. A sequence ends at a line
/// end, so one that is never completed hides no other line.
/// </summary>
internal struct AnsiEscapeFilter
{
    private const char Escape = '\e';
    private const char Bell = '\a';
    private const char ShiftOut = '\x0e';
    private const char ShiftIn = '\x0f';
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

    /// <summary>Processes the next character, and returns whether it is text.</summary>
    public bool IsText(char c)
    {
        if (c is '\n' or '\r') _state = State.Text;
        // `tput sgr0` ends a color with a shift in on terminals such as linux and screen.
        if (_state == State.Text && c is (ShiftIn or ShiftOut)) return false;
        if (_state == State.Text && c != Escape && !IsC1(c)) return true;
        _state = c is Cancel or Substitute ? State.Text : IsC1(c) ? AfterC1(c) : _state switch
        {
            State.Text => State.Escaped,
            // Intermediate bytes, as in the selection of a character set, precede the byte that ends the sequence.
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

    /// <summary>Returns a text without its escape sequences.</summary>
    public static string Strip(string text)
    {
        if (text.AsSpan().IndexOfAny(Escape, ShiftIn, ShiftOut) < 0 && !text.AsSpan().ContainsAnyInRange('\x80', '\x9f')) return text;
        var filter = default(AnsiEscapeFilter);
        var kept = new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (filter.IsText(c)) kept[length++] = c;
        }

        return new string(kept, 0, length);
    }

    // The control characters U+0080 to U+009F stand for Escape and a character: U+009B for Escape and '['.
    private static bool IsC1(char c) => c is >= '\x80' and <= '\x9f';

    private static State AfterC1(char c) => c switch
    {
        '\x9b' => State.Control,
        '\x90' or '\x98' or '\x9d' or '\x9e' or '\x9f' => State.String,
        _ => State.Text,
    };
}
