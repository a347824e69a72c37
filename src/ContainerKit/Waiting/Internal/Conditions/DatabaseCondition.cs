using System.Data.Common;

namespace ContainerKit.Waiting.Conditions;

/// <summary>A database in the container accepts a connection.</summary>
/// <param name="Factory">The factory of the database driver.</param>
/// <param name="Port">The port in the container.</param>
/// <param name="GetConnectionString">Returns the connection string for the address of the port.</param>
internal sealed record DatabaseCondition(DbProviderFactory Factory, int Port, Func<PortAddress, string> GetConnectionString)
    : WaitCondition;
