using ContainerKit.Diagnostics;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// Recognizes the detach keys in the input. The engine recognizes them too, but it only closes the connection, which
/// does not show the reason.
/// </summary>
internal sealed class DetachKeySequence
{
    private const string Control = "ctrl-";

    private readonly byte[] _keys;
    private int _matched;

    private DetachKeySequence(byte[] keys) => _keys = keys;

    /// <summary>Indicates whether the complete sequence was pressed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// Parses the form of the Docker CLI: characters, <c>ctrl-</c> and a letter in lower case or one of <c>@ [ \ ] ^ _</c>, or
    /// <c>DEL</c>, separated by commas. See ToBytes in https://github.com/moby/term/blob/v0.5.2/ascii.go.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not have this form.</exception>
    public static DetachKeySequence Parse(string text) => new([.. text.Split(',').Select(key => ParseKey(key, text))]);

    /// <summary>Processes input.</summary>
    public void Press(ReadOnlySpan<byte> input)
    {
        foreach (var key in input)
        {
            if (IsComplete) return;
            // The same rule as in the engine: after a wrong key the sequence starts again, and that key may be its
            // first.
            _matched = key == _keys[_matched] ? _matched + 1 : key == _keys[0] ? 1 : 0;
            IsComplete = _matched == _keys.Length;
        }
    }

    private static byte ParseKey(string key, string text)
    {
        if (key.Length == 1 && char.IsAscii(key[0])) return (byte)key[0];
        if (key.Length == Control.Length + 1 && key.StartsWith(Control, StringComparison.Ordinal))
        {
            var c = key[^1];
            if (c is >= 'a' and <= 'z') return (byte)(c - 'a' + 1);
            if (c is '@' or (>= '[' and <= '_')) return (byte)(c - '@');
        }

        if (key == "DEL") return 0x7f;

        throw ArgumentErrors.Create(
            $"'{text}' is not a sequence of detach keys. Each key is a single character, ctrl- and a letter in lower case or "
            + "one of @ [ \\ ] ^ _, or DEL. Separate the keys by commas, as in \"ctrl-p,ctrl-q\".",
            nameof(text));
    }
}
