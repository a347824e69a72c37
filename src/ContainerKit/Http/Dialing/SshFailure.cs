using ContainerKit.Diagnostics;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>Describes the failure of a process of ssh: its exit code, its own words, and a remedy if one is known.</summary>
internal static class SshFailure
{
    /// <summary>The exit code for a failure of ssh itself. Other codes are those of the command on the host.</summary>
    public const int SshExitCode = 255;

    private const int MaximumLength = 1500;

    // In order: a message of the engine's socket also has the words "permission denied".
    private static readonly (string Text, string Remedy)[] _remedies =
    [
        ("connect: permission denied", NoRight),
        ("permission denied while trying to connect to the docker", NoRight),
        ("failed to open the raw stream connection", NoEngine),
        ("cannot connect to the docker daemon", NoEngine),
        ("is not a docker command", "The Docker CLI of the host is too old: install version 18.09 or later there"),
        ("docker: command not found", NoDockerCli),
        ("docker: not found", NoDockerCli),
        ("'docker' is not recognized", NoDockerCli),
        ("host key verification failed", "ssh does not know the key of the host, or the key has changed. Compare it, and accept it by "
            + "connecting once with 'ssh {0}' in a terminal"),
        ("permission denied", "Check the user, and that a key of the user is in the ssh agent or in ~/.ssh. Nothing prompts for "
            + "passwords; test the login with 'ssh -o BatchMode=yes {0} true'"),
        ("too many authentication failures", "The ssh agent has too many keys. Set IdentityFile and IdentitiesOnly for the host in "
            + "~/.ssh/config"),
        ("could not resolve hostname", "Check the name of the host in the address"),
        ("connection refused", "Check the port in the address, and that the ssh server of the host runs"),
        ("connection timed out", "Check the host in the address, and firewalls on the way"),
        ("no route to host", "Check the host in the address, and the network"),
    ];

    private const string NoRight = "The user may not use the engine of the host: add the user to the group docker there, with "
        + "'sudo usermod -aG docker USER'";

    private const string NoEngine = "Start the engine on the host, or add the path of its socket to the address";

    private const string NoDockerCli = "The Docker CLI, which connections over ssh use on the host, is not in PATH there. Install it, or "
        + "set PATH for logins without a terminal";

    /// <summary>Creates the exception for a process that ended without a connection, or lost it.</summary>
    public static IOException Create(int exitCode, string errors, SshTarget target)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var text = VisibleText.Line(VisibleText.Shorten(string.Join("; ", lines), MaximumLength)).TrimEnd('.');
        var remedy = _remedies.FirstOrDefault(each => text.Contains(each.Text, StringComparison.OrdinalIgnoreCase)).Remedy;
        var login = target.User is null ? target.Host : $"{target.User}@{target.Host}";
        return new IOException($"ssh ended with exit code {exitCode}"
            + (text.Length == 0 ? "" : ": " + text)
            + (remedy is null ? "" : ". " + remedy.Replace("{0}", login, StringComparison.Ordinal)));
    }
}
