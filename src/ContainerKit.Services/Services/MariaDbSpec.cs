namespace ContainerKit.Services;

/// <summary>
/// The configuration of a MariaDB server. Immutable. The user has all privileges on the database, and <c>root</c> has
/// the same password.
/// </summary>
public sealed record MariaDbSpec() : DatabaseSpec("mariadb:10.11");
