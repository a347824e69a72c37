using ContainerKit.Containers;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>A callback that receives the container returns true.</summary>
/// <param name="IsReady">The callback.</param>
internal sealed record CallbackCondition(Func<ContainerClient, CancellationToken, Task<bool>> IsReady) : WaitCondition;
