namespace ContainerKit.Waiting.Conditions;

/// <summary>An HTTP server in the container returns an expected response.</summary>
/// <param name="Port">The port in the container.</param>
/// <param name="Path">The path of the request, with its query.</param>
/// <param name="Options">The request and the expected responses.</param>
internal sealed record HttpCondition(int Port, string Path, HttpWaitOptions Options) : WaitCondition;
