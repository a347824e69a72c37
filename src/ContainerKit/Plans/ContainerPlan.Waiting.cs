namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Waits until the container is ready. A failed wait fails the plan.</summary>
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
