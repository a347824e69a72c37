namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// The keys that let go of a terminal. The engine looks for them; they are followed here as well, since the end that the engine then makes looks like
/// any other.
/// </summary>
internal sealed class DetachKeySequence
{
    private const string Control = "ctrl-";

    private readonly byte[] _keys;
    private int _matched;

    private DetachKeySequence(byte[] keys) => _keys = keys;

    /// <summary>Whether all of them have been pressed, one right after the other.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads them as the docker command writes them: letters, or <c>ctrl-</c> and a letter or one of <c>@ [ \ ] ^ _</c>, with commas between.</summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static DetachKeySequence Parse(string text) => new([.. text.Split(',').Select(key => Key(key, text))]);

    public void Press(ReadOnlySpan<byte> typed)
    {
        foreach (var key in typed)
        {
            if (IsComplete) return;
            // As the engine has it: a wrong key begins the sequence anew, and may be its first.
            _matched = key == _keys[_matched] ? _matched + 1 : key == _keys[0] ? 1 : 0;
            IsComplete = _matched == _keys.Length;
        }
    }

    private static byte Key(string key, string all)
    {
        if (key.Length == 1 && char.IsAscii(key[0])) return (byte)key[0];
        if (key.Length == Control.Length + 1 && key.StartsWith(Control, StringComparison.Ordinal))
        {
            var c = char.ToUpperInvariant(key[^1]);
            if (c is >= '@' and <= '_') return (byte)(c - '@');
        }

        throw new ArgumentException($"'{all}' are no keys to detach with: write letters, or ctrl- and one of a-z @ [ \\ ] ^ _, with commas between, such as \"ctrl-p,ctrl-q\".", nameof(all));
    }
}
