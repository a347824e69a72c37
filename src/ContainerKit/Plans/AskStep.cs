namespace ContainerKit.Plans;

/// <summary>The first link of a chain that begins with what is on the engine already, instead of making something.</summary>
internal sealed class AskStep<T>(string text, Func<ChainScope, Task<T>> question) : Step<T>(text, previous: null)
{
    public override Task<T> RunAsync(ChainScope scope) => scope.StepAsync(Text, () => question(scope));
}
