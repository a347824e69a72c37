using System.Data.Common;

namespace ContainerKit.Services.Internal;

/// <summary>
/// The common parts of MySQL and MariaDB: the protocol, and images with the same options under different names.
/// </summary>
internal static class MySqlServer
{
    public const int Port = 3306;

    /// <summary>The temporary server that initializes the database does not listen on TCP.</summary>
    /// <param name="spec">The configuration.</param>
    /// <param name="name">
    /// The name of the server. In upper case, it is the prefix of its variables; in lower case, the name of its client.
    /// </param>
    /// <param name="createService">Creates the service object of the container.</param>
    public static ServiceDefinition<TService> Define<TService>(DatabaseSpec spec, string name, Func<Container, TService> createService)
        where TService : Service => new(spec, createService)
        {
            Ports = [Port],
            Variables = new Dictionary<string, string>
            {
                [$"{name.ToUpperInvariant()}_DATABASE"] = spec.Database,
                [$"{name.ToUpperInvariant()}_USER"] = spec.User,
                [PasswordVariable(name)] = spec.Password,
                [$"{name.ToUpperInvariant()}_ROOT_PASSWORD"] = spec.Password,
            },
            Setup = [.. spec.Scripts.Select(script => new ExecSpec(name.ToLowerInvariant(), "-u", spec.User, spec.Database)
            {
                StandardInput = script,
                Environment = new Dictionary<string, string> { ["MYSQL_PWD"] = spec.Password },
            })],
            // The first packet has its length and sequence number, then the protocol version; an error packet has 255
            // instead of the version.
            Ready = Handshake.WaitFor(name, Port, request: default, length: 5, response => response[4] == 10),
        };

    /// <summary>Returns the name of the variable with the password of the user.</summary>
    public static string PasswordVariable(string name) => $"{name.ToUpperInvariant()}_PASSWORD";

    /// <summary>Returns the connection string for MySqlConnector.</summary>
    public static string Connect(PortAddress address, DatabaseSpec spec) => new DbConnectionStringBuilder
    {
        ["Server"] = address.Host,
        ["Port"] = address.Port,
        ["Database"] = spec.Database,
        ["User ID"] = spec.User,
        ["Password"] = spec.Password,
    }.ConnectionString;
}
