using System.Globalization;

namespace ContainerKit.Discovery;

/// <summary>The parts of an ssh address. The host may be an alias in the user's ssh configuration.</summary>
/// <param name="User">The user; null for the one that ssh selects.</param>
/// <param name="Host">The host or its alias, without brackets.</param>
/// <param name="Port">The port; null for the one that ssh selects.</param>
/// <param name="SocketPath">The socket of the engine on the host; empty for the one that the host's Docker CLI selects.</param>
internal sealed record SshTarget(string? User, string Host, int? Port, string SocketPath)
{
    /// <summary>
    /// Returns the arguments of ssh that select the host, in the order of the Docker CLI; see Args in
    /// https://github.com/docker/cli/blob/11fea00142bcfb9a83eb8e2d578360018fac91d9/cli/connhelper/ssh/ssh.go.
    /// </summary>
    public IEnumerable<string> HostArguments
    {
        get
        {
            if (User is not null)
            {
                yield return "-l";
                yield return User;
            }

            if (Port is { } port)
            {
                yield return "-p";
                yield return port.ToString(CultureInfo.InvariantCulture);
            }

            yield return "--";
            yield return Host;
        }
    }

    /// <summary>
    /// Returns the command on the host that connects its standard streams to the engine, as in the Docker CLI. It needs Docker 18.09.
    /// An unusual path is quoted, because the shell of the host reads the command.
    /// </summary>
    public IEnumerable<string> RemoteCommand => SocketPath.Length == 0
        ? ["docker", "system", "dial-stdio"]
        : ["docker", $"--host=unix://{Quote(SocketPath)}", "system", "dial-stdio"];

    private static string Quote(string path) => path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
        ? path
        : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
