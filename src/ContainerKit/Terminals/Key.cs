namespace ContainerKit;

/// <summary>A key as a terminal sends it. <see cref="Keys"/> defines the keys that are not characters.</summary>
/// <remarks>Characters and strings convert implicitly.</remarks>
public sealed record Key
{
    internal Key(string name, string sequence)
    {
        Name = name;
        Sequence = sequence;
    }

    /// <summary>The name of the key, such as <c>Ctrl-C</c>.</summary>
    public string Name { get; }

    /// <summary>The characters that the key sends.</summary>
    public string Sequence { get; }

    /// <summary>Converts a character to the key that sends it.</summary>
    public static implicit operator Key(char character) => new(character.ToString(), character.ToString());

    /// <summary>Converts a text to one key that sends all its characters in order.</summary>
    public static implicit operator Key(string text) => new(text ?? throw new ArgumentNullException(nameof(text)), text);

    /// <summary>Returns the name of the key.</summary>
    public override string ToString() => Name;
}
