namespace ContainerKit.Engine.Tests.Support;

/// <summary>Keeps what a chain reports, and passes it on, on the thread that reports.</summary>
internal sealed class ProgressRecorder(Action<PlanProgress>? also = null) : IProgress<PlanProgress>
{
    private readonly List<PlanProgress> _all = [];

    public IReadOnlyList<PlanProgress> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public IEnumerable<string> Steps(PlanProgressKind kind) => All.Where(news => news.Kind == kind).Select(news => news.Step);

    public void Report(PlanProgress value)
    {
        lock (_all) _all.Add(value);
        also?.Invoke(value);
    }
}
