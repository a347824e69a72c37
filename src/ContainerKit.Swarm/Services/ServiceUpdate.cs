using System.Text.Json.Nodes;
using ContainerKit.Swarm.Internal;
using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>
/// The changes of an update of a service: the options of <c>docker service update</c>. Unset properties keep the present value.
/// </summary>
public sealed record ServiceUpdate
{
    /// <summary>
    /// A spec that replaces the present one as a whole, except for the name and the image. The other properties are applied to it.
    /// Default: none.
    /// </summary>
    public ServiceSpec? Spec { get; init; }

    /// <summary>The new image. Default: the present image.</summary>
    /// <exception cref="ArgumentException">The text is not an image reference.</exception>
    public string? Image
    {
        get;
        init => field = value is null ? null : ImageReference.Parse(value).ToString();
    }

    /// <summary>The environment variables to set; null removes a variable. Default: none.</summary>
    /// <exception cref="ArgumentException">
    /// A name is empty or contains '=', or a name or a value contains a null character.
    /// </exception>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get;
        init
        {
            SpecChecks.Environment(WithoutNulls(value));
            field = new Dictionary<string, string?>(value);
        }
    } = new Dictionary<string, string?>();

    /// <summary>The labels to set; null removes a label. Default: none.</summary>
    /// <exception cref="ArgumentException">
    /// A name is empty or reserved for the library, or a name or a value contains a null character.
    /// </exception>
    public IReadOnlyDictionary<string, string?> Labels
    {
        get;
        init
        {
            SpecChecks.Labels(WithoutNulls(value));
            field = new Dictionary<string, string?>(value);
        }
    } = new Dictionary<string, string?>();

    /// <summary>The new command. Default: the present command.</summary>
    public IReadOnlyList<string>? Command
    {
        get;
        init => field = value is null ? null : SpecChecks.Texts(value, "command arguments");
    }

    /// <summary>The new number of tasks. Default: the present number.</summary>
    public int? Replicas
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The number of replicas");
    }

    /// <summary>The course of this and later updates. Default: the present one.</summary>
    public UpdatePolicy? Update { get; init; }

    /// <summary>
    /// Indicates whether all tasks are replaced even if nothing changed, or whether a job runs again. Default: false.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Indicates whether the nodes get the credentials for the registry of the image. Default: false.</summary>
    public bool WithRegistryAuth { get; init; }

    /// <summary>Indicates whether the update returns before the service has converged. Default: false.</summary>
    public bool Detach { get; init; }

    /// <summary>
    /// The time limit for the convergence. Default: 5 minutes. <see cref="Timeout.InfiniteTimeSpan"/> waits without a limit.
    /// </summary>
    public TimeSpan ConvergenceTimeout
    {
        get;
        init => field = SpecChecks.ConvergenceTimeout(value);
    } = TimeSpan.FromMinutes(5);

    /// <summary>A callback that can change any part of the engine's JSON of the service. Default: none.</summary>
    public Action<JsonObject>? Customize { get; init; }

    /// <summary>Applies the changes to the engine's JSON of a service.</summary>
    internal void ApplyTo(JsonObject json)
    {
        var template = GetOrAdd(json, "TaskTemplate");
        var container = GetOrAdd(template, "ContainerSpec");
        if (Command is not null) container["Args"] = new JsonArray([.. Command.Select(argument => (JsonNode)argument)]);
        if (Environment.Count > 0)
        {
            var present = (container["Env"] as JsonArray ?? []).Select(SwarmJson.ToText)
                .Where(item => !Environment.ContainsKey(item.Split('=', 2)[0]))
                .ToList();
            present.AddRange(Environment.Where(item => item.Value is not null).Select(item => $"{item.Key}={item.Value}"));
            container["Env"] = new JsonArray([.. present.Select(item => (JsonNode)item)]);
        }

        foreach (var (name, value) in Labels)
        {
            var labels = GetOrAdd(json, "Labels");
            if (value is null) labels.Remove(name);
            else labels[name] = value;
        }

        if (Replicas is { } replicas)
        {
            var mode = json["Mode"] as JsonObject;
            if (mode?["Replicated"] is JsonObject replicated) replicated[nameof(Replicas)] = replicas;
            else if (mode?["ReplicatedJob"] is JsonObject job) job["TotalCompletions"] = replicas;
            else throw new InvalidOperationException("A global service has one task on each node, so it cannot be scaled.");
        }

        if (Update is { } update) json["UpdateConfig"] = ServiceRequest.Policy(update);
        if (Force) template["ForceUpdate"] = SwarmJson.ToCount(template["ForceUpdate"]) + 1;
        Customize?.Invoke(json);
    }

    private static Dictionary<string, string> WithoutNulls(IReadOnlyDictionary<string, string?> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.ToDictionary(item => item.Key, item => item.Value ?? "");
    }

    private static JsonObject GetOrAdd(JsonObject json, string name)
    {
        if (json[name] is JsonObject present) return present;
        var added = new JsonObject();
        json[name] = added;
        return added;
    }
}
