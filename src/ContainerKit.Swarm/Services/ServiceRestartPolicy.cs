using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>The replacement of tasks that ended: the options <c>--restart-*</c> of <c>docker service create</c>.</summary>
public sealed record ServiceRestartPolicy
{
    /// <summary>The condition. Default: <see cref="ServiceRestartCondition.Any"/>.</summary>
    public ServiceRestartCondition Condition { get; init; }

    /// <summary>The time before a task is replaced. Default: 5 seconds.</summary>
    public TimeSpan? Delay
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The delay of a restart");
    }

    /// <summary>The maximum number of replacements in <see cref="Window"/>; 0 for no limit. Default: 0.</summary>
    public int? MaxAttempts
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The number of restarts");
    }

    /// <summary>The time in which <see cref="MaxAttempts"/> are counted; zero for all. Default: zero.</summary>
    public TimeSpan? Window
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The window of a restart policy");
    }
}
