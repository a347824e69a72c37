namespace ContainerKit.Plans;

/// <summary>
/// A step of a plan. It runs the previous step first. It holds no state, because a plan may run many times.
/// </summary>
internal abstract class Step(string text, Step? previous)
{
    public string Text => text;

    /// <summary>The step before this one; null for a first step.</summary>
    public Step? Previous => previous;

    /// <summary>The texts of all steps up to this one, the first step first.</summary>
    public IReadOnlyList<string> Texts => previous is null ? [text] : [.. previous.Texts, text];

    /// <summary>Returns the texts of all steps up to this one.</summary>
    public override string ToString() => previous is null ? text : $"{previous} → {text}";
}
