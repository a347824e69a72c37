namespace ContainerKit.Waiting.Conditions;

/// <summary>A server in the container passes a check by a callback that speaks its protocol.</summary>
/// <param name="Port">The port in the container.</param>
/// <param name="IsReady">Checks the server at the address of the port.</param>
internal sealed record ServerCondition(int Port, Func<PortAddress, CancellationToken, Task<bool>> IsReady) : WaitCondition;
