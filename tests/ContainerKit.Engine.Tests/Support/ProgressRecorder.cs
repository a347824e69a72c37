namespace ContainerKit.Engine.Tests.Support;

/// <summary>Records the progress of a plan, and optionally forwards it on the reporting thread.</summary>
internal sealed class ProgressRecorder(Action<PlanProgress>? callback = null) : IProgress<PlanProgress>
{
    private readonly List<PlanProgress> _all = [];

    public IReadOnlyList<PlanProgress> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public IEnumerable<string> Steps(PlanProgressKind kind) =>
        All.Where(report => report.Kind == kind).Select(report => report.Step);

    public void Report(PlanProgress value)
    {
        lock (_all) _all.Add(value);
        callback?.Invoke(value);
    }
}
