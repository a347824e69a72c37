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

    /// <summary>Creates a first step that runs an operation, which appears in progress reports.</summary>
    public static Step<T> Create<T>(string text, Func<PlanContext, Task<T>> operation) =>
        new DelegateStep<T>(text, previous: null, context => context.StepAsync(text, () => operation(context)));

    /// <summary>Creates a first step whose result exists already, such as the resource of a handle.</summary>
    public static Step<T> FromResult<T>(T value, string text) =>
        new DelegateStep<T>(text, previous: null, _ => Task.FromResult(value));

    /// <summary>Returns the texts of all steps up to this one.</summary>
    public override string ToString() => previous is null ? text : $"{previous} → {text}";
}
