using System.Runtime.CompilerServices;

namespace ContainerKit.Testing.Execution;

/// <summary>One test at work: when it began, the fixtures that it started itself, and what their containers had written when it disposed them.</summary>
internal sealed class TestLogCapture
{
    private static readonly ConditionalWeakTable<object, TestLogCapture> _records = [];

    private readonly object _gate = new();
    private readonly List<DockerFixture> _own = [];
    private readonly List<ContainerLog> _kept = [];
    private bool _isOver;

    public DateTimeOffset Began { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>The record of this test, begun when it is first asked for. It goes with the test.</summary>
    public static TestLogCapture Of(object test) => _records.GetValue(test, _ => new TestLogCapture());

    /// <summary>Notes a fixture that the test started itself.</summary>
    public void Add(DockerFixture fixture)
    {
        lock (_gate) _own.Add(fixture);
    }

    /// <summary>Reads the logs of one of the test's own fixtures, which is about to go.</summary>
    public async Task KeepLogsAsync(DockerFixture fixture)
    {
        lock (_gate)
        {
            if (_isOver || !_own.Remove(fixture)) return;
        }

        var logs = await ContainerLog.ReadAsync(fixture, Began).ConfigureAwait(false);
        lock (_gate) _kept.AddRange(logs);
    }

    /// <summary>Ends the record.</summary>
    /// <returns>False when it had ended before.</returns>
    public bool End()
    {
        lock (_gate)
        {
            if (_isOver) return false;
            return _isOver = true;
        }
    }

    /// <summary>What the containers of the test wrote while it ran: those it had itself, and the shared ones it could use.</summary>
    public async Task<IReadOnlyList<ContainerLog>> LogsAsync(IEnumerable<DockerFixture> shared)
    {
        List<ContainerLog> logs;
        List<DockerFixture> fixtures;
        lock (_gate)
        {
            logs = [.. _kept];
            fixtures = [.. _own.Union(shared)];
        }

        foreach (var fixture in fixtures) logs.AddRange(await ContainerLog.ReadAsync(fixture, Began).ConfigureAwait(false));
        return logs;
    }
}
