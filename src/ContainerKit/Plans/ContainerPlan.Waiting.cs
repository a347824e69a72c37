namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Then waits until the container is ready. A wait in vain fails the chain.</summary>
    /// <inheritdoc cref="Container.WaitForAsync" path="/exception"/>
    public ContainerPlan WaitFor(Wait wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return Then($"wait for {wait}", async (container, token) =>
        {
            await container.WaitForAsync(wait, token).ConfigureAwait(false);
        });
    }
}
