namespace ContainerKit;

public sealed partial record ContainerDetails
{
    /// <summary>The whole command its process was started with: entrypoint and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What the arguments are given to; empty for none.</summary>
    public required IReadOnlyList<string> Entrypoint { get; init; }

    /// <summary>What is given to the entrypoint, or is the command where there is none.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its environment. Values may be secrets: the library shows them in no message and no log, and neither should its caller.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder its process is started in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The user it runs as; empty for root.</summary>
    public required string User { get; init; }

    /// <summary>Its host name.</summary>
    public required string Hostname { get; init; }

    /// <summary>Whether its process has a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Whether its standard input is kept open although nobody is attached.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>The signal that a stop sends; null for the default, SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>The grace period of a stop, after which the process is killed; null for the default, 10 seconds.</summary>
    public TimeSpan? StopTimeout { get; init; }

    private static Dictionary<string, string> ReadEnvironment(IReadOnlyList<string> assignments)
    {
        var variables = new Dictionary<string, string>();
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            // A variable that stands there twice has the value that was said last.
            if (equals > 0) variables[assignment[..equals]] = assignment[(equals + 1)..];
        }

        return variables;
    }
}
