namespace ContainerKit;

/// <summary>The keys that are not characters, with the sequences that xterm sends for them.</summary>
public static class Keys
{
    /// <summary>The Enter key: a carriage return.</summary>
    public static Key Enter { get; } = new("Enter", "\r");

    /// <summary>The Tab key. A shell completes the current word.</summary>
    public static Key Tab { get; } = new("Tab", "\t");

    /// <summary>The Tab key with Shift. A dialog moves to the previous field.</summary>
    public static Key ShiftTab { get; } = new("Shift-Tab", "\e[Z");

    /// <summary>The Escape key.</summary>
    public static Key Escape { get; } = new("Escape", "\e");

    /// <summary>The Backspace key.</summary>
    public static Key Backspace { get; } = new("Backspace", "\x7f");

    /// <summary>The up arrow key.</summary>
    public static Key Up { get; } = new("Up", "\e[A");

    /// <summary>The down arrow key.</summary>
    public static Key Down { get; } = new("Down", "\e[B");

    /// <summary>The right arrow key.</summary>
    public static Key Right { get; } = new("Right", "\e[C");

    /// <summary>The left arrow key.</summary>
    public static Key Left { get; } = new("Left", "\e[D");

    /// <summary>The Home key.</summary>
    public static Key Home { get; } = new("Home", "\e[H");

    /// <summary>The End key.</summary>
    public static Key End { get; } = new("End", "\e[F");

    /// <summary>The Insert key.</summary>
    public static Key Insert { get; } = new("Insert", "\e[2~");

    /// <summary>The Delete key.</summary>
    public static Key Delete { get; } = new("Delete", "\e[3~");

    /// <summary>The Page Up key.</summary>
    public static Key PageUp { get; } = new("Page Up", "\e[5~");

    /// <summary>The Page Down key.</summary>
    public static Key PageDown { get; } = new("Page Down", "\e[6~");

    /// <summary>The F1 key.</summary>
    public static Key F1 { get; } = new("F1", "\eOP");

    /// <summary>The F2 key.</summary>
    public static Key F2 { get; } = new("F2", "\eOQ");

    /// <summary>The F3 key.</summary>
    public static Key F3 { get; } = new("F3", "\eOR");

    /// <summary>The F4 key.</summary>
    public static Key F4 { get; } = new("F4", "\eOS");

    /// <summary>The F5 key.</summary>
    public static Key F5 { get; } = new("F5", "\e[15~");

    /// <summary>The F6 key.</summary>
    public static Key F6 { get; } = new("F6", "\e[17~");

    /// <summary>The F7 key.</summary>
    public static Key F7 { get; } = new("F7", "\e[18~");

    /// <summary>The F8 key.</summary>
    public static Key F8 { get; } = new("F8", "\e[19~");

    /// <summary>The F9 key.</summary>
    public static Key F9 { get; } = new("F9", "\e[20~");

    /// <summary>The F10 key.</summary>
    public static Key F10 { get; } = new("F10", "\e[21~");

    /// <summary>The F11 key.</summary>
    public static Key F11 { get; } = new("F11", "\e[23~");

    /// <summary>The F12 key.</summary>
    public static Key F12 { get; } = new("F12", "\e[24~");

    /// <summary>Ctrl-C. With a TTY it sends SIGINT to the foreground process.</summary>
    public static Key CtrlC { get; } = Ctrl('c');

    /// <summary>Ctrl-D. With a TTY it ends the input.</summary>
    public static Key CtrlD { get; } = Ctrl('d');

    /// <summary>Ctrl-L. Most programs redraw the screen.</summary>
    public static Key CtrlL { get; } = Ctrl('l');

    /// <summary>Ctrl-Z. With a TTY it suspends the foreground process (SIGTSTP); <c>fg</c> resumes it.</summary>
    public static Key CtrlZ { get; } = Ctrl('z');

    /// <summary>Ctrl-\. With a TTY it sends SIGQUIT to the foreground process.</summary>
    public static Key CtrlBackslash { get; } = Ctrl('\\');

    /// <summary>Returns the combination of Ctrl and a key.</summary>
    /// <param name="key">A letter, or one of <c>@ [ \ ] ^ _</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Ctrl with this key sends no character.</exception>
    public static Key Ctrl(char key)
    {
        var upper = char.ToUpperInvariant(key);
        if (upper is < '@' or > '_')
            throw new ArgumentOutOfRangeException(nameof(key), key, "Ctrl can be combined with a letter or with one of @ [ \\ ] ^ _.");
        return new Key($"Ctrl-{upper}", ((char)(upper - '@')).ToString());
    }

    /// <summary>Returns the combination of Alt and a key, which sends Escape and then the key.</summary>
    public static Key Alt(Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Key($"Alt-{key.Name}", "\e" + key.Sequence);
    }
}
