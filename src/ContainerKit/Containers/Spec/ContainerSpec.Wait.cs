namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// The condition for the container to be ready. <c>Run</c> returns when it is met and fails if it cannot be met.
    /// Default: none; <c>Run</c> then returns when the process has started.
    /// </summary>
    public Wait? Wait { get; init; }
}
