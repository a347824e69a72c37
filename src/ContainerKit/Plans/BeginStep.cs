namespace ContainerKit.Plans;

/// <summary>A first link that does something.</summary>
internal sealed class BeginStep<T>(string text, Func<ChainScope, Task<T>> work) : Step<T>(text, previous: null)
{
    public override Task<T> RunAsync(ChainScope scope) => scope.StepAsync(Text, () => work(scope));
}
