namespace ContainerKit.Testing;

/// <summary>How a MariaDB server is to run. Immutable. Its user may do everything in the database, and <c>root</c> has the same password.</summary>
public sealed record MariaDbSpec() : DatabaseSpec("mariadb:10.11");
