namespace ContainerKit.Swarm;

/// <summary>The result of one task of a job. Immutable data; it stays valid after the job is removed.</summary>
public sealed record JobTaskResult
{
    internal JobTaskResult()
    {
    }

    /// <summary>The number of the task, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The name of the task; its number if it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The exit code. Null if the process did not start; <see cref="Error"/> has the reason.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The standard output with its line ends, decoded as UTF-8.</summary>
    public string Stdout { get; init; } = "";

    /// <summary>The standard error with its line ends, decoded as UTF-8.</summary>
    public string Stderr { get; init; } = "";

    /// <summary>
    /// The reason why the output could not be read, such as a node that was lost after the task had ended. Null if the output is
    /// complete. <see cref="Stdout"/> and <see cref="Stderr"/> are empty otherwise.
    /// </summary>
    public string? OutputError { get; init; }

    /// <summary>The engine's error. Empty if there is none.</summary>
    public string Error { get; init; } = "";

    /// <summary>The host name of the node on which the task ended.</summary>
    public string Node { get; init; } = "";

    /// <summary>The number of times that it was started: once, for each retry, and for each node that was lost or drained.</summary>
    public int Attempts { get; init; }

    /// <summary>Indicates whether the exit code is 0.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>Returns the name, the node, the exit code and the error on one line.</summary>
    public override string ToString()
    {
        var end = ExitCode is { } code ? $"exit code {code}" : "not started";
        var text = $"task {Name} on {(Node.Length > 0 ? Node : "an unknown node")}: {end}";
        if (Attempts > 1) text += $", {Attempts} attempts";
        if (Error.Length > 0) text += $", {Error}";
        return OutputError is null ? text : $"{text}, output not readable: {OutputError}";
    }
}
