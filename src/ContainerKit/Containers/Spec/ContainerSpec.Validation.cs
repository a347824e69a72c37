namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>Validates combinations of properties when a plan is created, before any request is sent.</summary>
    /// <exception cref="ArgumentException">
    /// Two properties contradict each other. The message names them and the correction.
    /// </exception>
    internal ContainerSpec Validate()
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
