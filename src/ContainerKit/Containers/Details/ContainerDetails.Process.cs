using System.Collections.ObjectModel;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit;

public sealed partial record ContainerDetails
{
    /// <summary>The command that the process was started with: the entrypoint and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The entrypoint. Empty if there is none.</summary>
    public required IReadOnlyList<string> Entrypoint { get; init; }

    /// <summary>The arguments of the entrypoint, or the command if there is no entrypoint.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>
    /// The environment variables. Values may be secrets: the library shows them in no message and no log, and callers
    /// should not either.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The working directory of the process. Default: <c>/</c>.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The user of the process. Empty for root.</summary>
    public required string User { get; init; }

    /// <summary>The host name inside the container.</summary>
    public required string Hostname { get; init; }

    /// <summary>Indicates whether the process has a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Indicates whether standard input stays open while no client is attached.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>The signal that stops the container. Null for the default, SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>
    /// The grace period of a stop, after which the process is killed. <see cref="Timeout.InfiniteTimeSpan"/> if the process
    /// is never killed. Null for the default, 10 seconds.
    /// </summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>The grace period of a container without a configured one.</summary>
    internal static TimeSpan DefaultStopTimeout { get; } = TimeSpan.FromSeconds(10);

    private static TimeSpan ReadStopTimeout(long seconds) =>
        seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));

    private static ReadOnlyCollection<string> ReadCommand(JsonElement json)
    {
        var arguments = json.GetPropertyOrDefault("Args");
        var count = arguments.ValueKind == JsonValueKind.Array ? arguments.GetArrayLength() : 0;
        var command = new List<string>(count + 1) { json.GetSharedStringOrEmpty("Path") };
        if (count > 0)
        {
            foreach (var argument in arguments.EnumerateArray())
            {
                if (argument.ValueKind == JsonValueKind.String) command.Add(argument.GetString()!);
            }
        }

        return command.AsReadOnly();
    }

    private static IReadOnlyDictionary<string, string> ReadEnvironment(JsonElement config)
    {
        if (config.GetPropertyOrDefault("Env") is not { ValueKind: JsonValueKind.Array } assignments || assignments.GetArrayLength() == 0)
            return ReadOnlyDictionary<string, string>.Empty;
        var variables = new Dictionary<string, string>(assignments.GetArrayLength());
        foreach (var item in assignments.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) continue;
            var assignment = item.GetString()!;
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            // If a variable is set twice, the last value counts, as in the container itself.
            if (equals > 0) variables[assignment[..equals]] = assignment[(equals + 1)..];
        }

        return variables;
    }
}
