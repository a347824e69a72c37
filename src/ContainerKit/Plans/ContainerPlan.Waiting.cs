namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Then waits until the container is ready. A wait in vain fails the chain.</summary>
    /// <inheritdoc cref="Container.WaitForAsync" path="/exception"/>
    public ContainerPlan WaitFor(Wait wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return Then($"wait for {wait}", async (scope, container) =>
        {
            await container.WaitForAsync(wait, scope.Token).ConfigureAwait(false);
            return container;
        });
    }
}
