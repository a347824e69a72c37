namespace ContainerKit.Services;

/// <summary>
/// The configuration of a MySQL server. Immutable. The user has all privileges on the database, and <c>root</c> has the
/// same password.
/// </summary>
public sealed record MySqlSpec() : DatabaseSpec("mysql:8.4");
