using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>One task of a job: the command and the variables that are different from those of other tasks.</summary>
public sealed record JobTask
{
    /// <summary>Creates a task that runs a command; without arguments, the command of <see cref="JobSpec.Service"/>.</summary>
    /// <exception cref="ArgumentException">An argument is null or contains a null character.</exception>
    public JobTask(params string[] command) => Command = SpecChecks.Texts(command, "command arguments");

    /// <summary>The command and its arguments. Empty for the command of <see cref="JobSpec.Service"/>.</summary>
    public IReadOnlyList<string> Command
    {
        get;
        init => field = SpecChecks.Texts(value, "command arguments");
    }

    /// <summary>The name of the task, for messages and results. Default: its number.</summary>
    public string? Name { get; init; }

    /// <summary>The environment variables to add to those of <see cref="JobSpec.Service"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = SpecChecks.Environment(value);
    } = SpecChecks.EmptyMap;
}
