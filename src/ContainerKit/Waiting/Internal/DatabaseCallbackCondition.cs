using System.Data.Common;
using ContainerKit.Containers;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>A database accepts a connection. A callback that receives the container returns the connection string.</summary>
/// <param name="Factory">The factory of the database driver.</param>
/// <param name="GetConnectionString">Returns the connection string.</param>
internal sealed record DatabaseCallbackCondition(
    DbProviderFactory Factory, Func<ContainerClient, CancellationToken, Task<string>> GetConnectionString) : WaitCondition;
