namespace ContainerKit;

/// <summary>A key as a terminal sends it. <see cref="Keys"/> has those that are not on the keyboard as a character.</summary>
public sealed record Key
{
    internal Key(string name, string sequence)
    {
        Name = name;
        Sequence = sequence;
    }

    /// <summary>What it is called, such as <c>Ctrl-C</c>.</summary>
    public string Name { get; }

    /// <summary>The characters it sends.</summary>
    public string Sequence { get; }

    /// <summary>A character's key.</summary>
    public static implicit operator Key(char character) => new(character.ToString(), character.ToString());

    /// <summary>The keys of a text, one after the other, as one.</summary>
    public static implicit operator Key(string text) => new(text ?? throw new ArgumentNullException(nameof(text)), text);

    /// <summary>The key's name.</summary>
    public override string ToString() => Name;
}
