namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// Validates combinations of properties. <c>Run</c> and <c>Create</c> call it when the plan is created, before any request is sent;
    /// a library that builds specs can call it earlier. Single values are validated when they are set.
    /// </summary>
    /// <returns>This spec.</returns>
    /// <exception cref="ArgumentException">
    /// Two properties contradict each other, so the spec cannot work. The message names them and the correction.
    /// </exception>
    public ContainerSpec Validate()
    {
        ValidatePorts();
        ValidateNetworks();
        ValidateMounts();
        ValidateLimits();
        ValidateSecurity();
        ValidateLifecycle();
        return this;
    }
}
