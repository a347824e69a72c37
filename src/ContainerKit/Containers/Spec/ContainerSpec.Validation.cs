namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>Looks at what only the whole of it tells, when a plan is described: combinations that cannot work are refused before any request.</summary>
    /// <exception cref="ArgumentException">Two things that were said do not go together; the message says which, and what to change.</exception>
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
