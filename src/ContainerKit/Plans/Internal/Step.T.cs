namespace ContainerKit.Plans;

/// <inheritdoc cref="Step"/>
internal abstract class Step<T>(string text, Step? previous) : Step(text, previous)
{
    /// <summary>Runs the chain up to here.</summary>
    public abstract Task<T> RunAsync(PlanContext scope);
}
