namespace ContainerKit;

/// <summary>No container of that id or name is on the engine.</summary>
public sealed class ContainerNotFoundException : ContainerKitException
{
    internal ContainerNotFoundException(string container, string message, Exception? inner = null)
        : base(message, inner) => Container = container;

    /// <summary>The id or name that was asked for.</summary>
    public string Container { get; }
}

/// <summary>The beginning of an id that was asked for is that of several containers.</summary>
public sealed class ContainerAmbiguousException : ContainerKitException
{
    internal ContainerAmbiguousException(string container, IReadOnlyList<ContainerSummary> candidates, string message, Exception? inner = null)
        : base(message, inner)
    {
        Container = container;
        Candidates = candidates;
    }

    /// <summary>What was asked for.</summary>
    public string Container { get; }

    /// <summary>All containers that it could mean.</summary>
    public IReadOnlyList<ContainerSummary> Candidates { get; }
}

/// <summary>Another container, network or volume has the name already.</summary>
public sealed class NameTakenException : ContainerKitException
{
    internal NameTakenException(string name, string message, Exception? inner = null)
        : base(message, inner) => Name = name;

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }
}

/// <summary>A published port is in use on the host.</summary>
public sealed class PortTakenException : ContainerKitException
{
    internal PortTakenException(IReadOnlyList<PublishedPort> ports, string message, Exception? inner = null)
        : base(message, inner) => Ports = ports;

    /// <summary>The ports that were to be published; the message names the one the engine complained of.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; }
}

/// <summary>The command to run is not in the image, or is not executable there.</summary>
public sealed class CommandNotFoundException : ContainerKitException
{
    internal CommandNotFoundException(IReadOnlyList<string> command, string message, Exception? inner = null)
        : base(message, inner) => Command = command;

    /// <summary>The command and its arguments; empty where the image's own command was to run.</summary>
    public IReadOnlyList<string> Command { get; }
}

/// <summary>A container was found exited where it had to run.</summary>
public sealed class ContainerExitedException : ContainerKitException
{
    internal ContainerExitedException(int exitCode, string logTail, string message, Exception? inner = null)
        : base(message, inner)
    {
        ExitCode = exitCode;
        LogTail = logTail;
    }

    /// <summary>The exit code of the container's process.</summary>
    public int ExitCode { get; }

    /// <summary>The last lines of its log; empty when it wrote none or they could not be read.</summary>
    public string LogTail { get; }
}
