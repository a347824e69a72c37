using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>The course of an update or of a rollback: the options <c>--update-*</c> and <c>--rollback-*</c>.</summary>
public sealed record UpdatePolicy
{
    /// <summary>The number of tasks that are updated at the same time; 0 for all. Default: 1.</summary>
    public int Parallelism
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The parallelism of an update")!.Value;
    } = 1;

    /// <summary>The time between two groups of tasks. Default: zero.</summary>
    public TimeSpan Delay
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The delay of an update")!.Value;
    }

    /// <summary>
    /// The time after the start of an updated task in which its failure counts. Default: 5 seconds. Zero stands for the default.
    /// </summary>
    public TimeSpan Monitor
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The monitor time of an update")!.Value;
    } = TimeSpan.FromSeconds(5);

    /// <summary>The action on failure. Default: <see cref="UpdateFailureAction.Pause"/>.</summary>
    public UpdateFailureAction FailureAction { get; init; }

    /// <summary>The share of failed tasks, 0 to 1, that is tolerated. Default: 0.</summary>
    public double MaxFailureRatio
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The tolerated failure ratio must be from 0 to 1.");
    }

    /// <summary>The order of the old and the new task. Default: <see cref="UpdateOrder.StopFirst"/>.</summary>
    public UpdateOrder Order { get; init; }
}
