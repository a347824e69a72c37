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

/// <inheritdoc cref="Step"/>
internal abstract class Step<T>(string text, Step? previous) : Step(text, previous)
{
    /// <summary>Runs the chain up to here.</summary>
    public abstract Task<T> RunAsync(ChainScope scope);
}

/// <summary>The usual link: it does something with what the link before it gave.</summary>
internal sealed class ThenStep<TFrom, T>(Step<TFrom> previous, string text, Func<ChainScope, TFrom, Task<T>> work) : Step<T>(text, previous)
{
    public override async Task<T> RunAsync(ChainScope scope)
    {
        var from = await previous.RunAsync(scope).ConfigureAwait(false);
        return await scope.StepAsync(Text, () => work(scope, from)).ConfigureAwait(false);
    }
}
