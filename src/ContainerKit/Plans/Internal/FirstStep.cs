namespace ContainerKit.Plans;

/// <summary>A first link: it needs nothing before it.</summary>
internal sealed class FirstStep<T>(string text, Func<ChainScope, Task<T>> work) : Step<T>(text, previous: null)
{
    public override Task<T> RunAsync(ChainScope scope) => scope.StepAsync(Text, () => work(scope));
}
