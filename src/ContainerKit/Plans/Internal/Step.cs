namespace ContainerKit.Plans;

/// <summary>One link of a chain. It knows the link before it, runs that one first, and holds no state: a plan may run many times.</summary>
internal abstract class Step(string text, Step? previous)
{
    public string Text => text;

    /// <summary>The texts of the links up to here, the first one first.</summary>
    public IReadOnlyList<string> Texts => previous is null ? [text] : [.. previous.Texts, text];

    /// <summary>The chain up to here.</summary>
    public override string ToString() => previous is null ? text : $"{previous} → {text}";
}
