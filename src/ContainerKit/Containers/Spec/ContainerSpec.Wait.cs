namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// When the container counts as ready: <c>Run</c> is done when this has come true, and fails when it does not. Default: none; <c>Run</c>
    /// is done when the process has started.
    /// </summary>
    public Wait? Wait { get; init; }
}
