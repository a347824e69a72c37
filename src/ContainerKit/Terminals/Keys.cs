namespace ContainerKit;

/// <summary>The keys that send no character of their own, as an xterm sends them.</summary>
public static class Keys
{
    /// <summary>Enter: a carriage return.</summary>
    public static Key Enter { get; } = new("Enter", "\r");

    /// <summary>Tab, which completes words.</summary>
    public static Key Tab { get; } = new("Tab", "\t");

    /// <summary>Tab with Shift, which goes back in dialogues.</summary>
    public static Key ShiftTab { get; } = new("Shift-Tab", "\e[Z");

    /// <summary>Escape.</summary>
    public static Key Escape { get; } = new("Escape", "\e");

    /// <summary>Backspace.</summary>
    public static Key Backspace { get; } = new("Backspace", "\x7f");

    /// <summary>Arrow up.</summary>
    public static Key Up { get; } = new("Up", "\e[A");

    /// <summary>Arrow down.</summary>
    public static Key Down { get; } = new("Down", "\e[B");

    /// <summary>Arrow right.</summary>
    public static Key Right { get; } = new("Right", "\e[C");

    /// <summary>Arrow left.</summary>
    public static Key Left { get; } = new("Left", "\e[D");

    /// <summary>Home.</summary>
    public static Key Home { get; } = new("Home", "\e[H");

    /// <summary>End.</summary>
    public static Key End { get; } = new("End", "\e[F");

    /// <summary>Insert.</summary>
    public static Key Insert { get; } = new("Insert", "\e[2~");

    /// <summary>Delete.</summary>
    public static Key Delete { get; } = new("Delete", "\e[3~");

    /// <summary>Page up.</summary>
    public static Key PageUp { get; } = new("Page Up", "\e[5~");

    /// <summary>Page down.</summary>
    public static Key PageDown { get; } = new("Page Down", "\e[6~");

    /// <summary>F1.</summary>
    public static Key F1 { get; } = new("F1", "\eOP");

    /// <summary>F2.</summary>
    public static Key F2 { get; } = new("F2", "\eOQ");

    /// <summary>F3.</summary>
    public static Key F3 { get; } = new("F3", "\eOR");

    /// <summary>F4.</summary>
    public static Key F4 { get; } = new("F4", "\eOS");

    /// <summary>F5.</summary>
    public static Key F5 { get; } = new("F5", "\e[15~");

    /// <summary>F6.</summary>
    public static Key F6 { get; } = new("F6", "\e[17~");

    /// <summary>F7.</summary>
    public static Key F7 { get; } = new("F7", "\e[18~");

    /// <summary>F8.</summary>
    public static Key F8 { get; } = new("F8", "\e[19~");

    /// <summary>F9.</summary>
    public static Key F9 { get; } = new("F9", "\e[20~");

    /// <summary>F10.</summary>
    public static Key F10 { get; } = new("F10", "\e[21~");

    /// <summary>F11.</summary>
    public static Key F11 { get; } = new("F11", "\e[23~");

    /// <summary>F12.</summary>
    public static Key F12 { get; } = new("F12", "\e[24~");

    /// <summary>Ctrl-C: interrupts what runs.</summary>
    public static Key CtrlC { get; } = Ctrl('c');

    /// <summary>Ctrl-D: the end of the input.</summary>
    public static Key CtrlD { get; } = Ctrl('d');

    /// <summary>Ctrl-L: draws the screen anew.</summary>
    public static Key CtrlL { get; } = Ctrl('l');

    /// <summary>Ctrl-Z: stops what runs, until <c>fg</c>.</summary>
    public static Key CtrlZ { get; } = Ctrl('z');

    /// <summary>Ctrl-\: ends what runs, with a core dump where those are written.</summary>
    public static Key CtrlBackslash { get; } = Ctrl('\\');

    /// <summary>A key with Ctrl: a letter, or one of <c>@ [ \ ] ^ _</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Ctrl with that key sends nothing.</exception>
    public static Key Ctrl(char key)
    {
        var upper = char.ToUpperInvariant(key);
        if (upper is < '@' or > '_') throw new ArgumentOutOfRangeException(nameof(key), key, "Ctrl goes with a letter, or with one of @ [ \\ ] ^ _.");
        return new Key($"Ctrl-{upper}", ((char)(upper - '@')).ToString());
    }

    /// <summary>A key with Alt: Escape, and then the key.</summary>
    public static Key Alt(Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Key($"Alt-{key.Name}", "\e" + key.Sequence);
    }
}
