namespace ContainerKit.Plans;

/// <inheritdoc cref="Step"/>
internal abstract class Step<T>(string text, Step? previous) : Step(text, previous)
{
    /// <summary>Runs all steps up to this one.</summary>
    public abstract Task<T> RunAsync(PlanContext context);
}
