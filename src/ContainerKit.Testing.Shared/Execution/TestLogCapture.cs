using System.Runtime.CompilerServices;

namespace ContainerKit.Testing.Execution;

/// <summary>
/// The container logs of one test: its start time, the fixtures that it started itself, and the logs that were captured
/// when it disposed them.
/// </summary>
internal sealed class TestLogCapture
{
    private static readonly ConditionalWeakTable<object, TestLogCapture> _captures = [];

    private readonly object _gate = new();
    private readonly List<DockerFixture> _ownFixtures = [];
    private readonly HashSet<DockerFixture> _usedFixtures = [];
    private readonly List<ContainerLog> _capturedLogs = [];
    private bool _isReported;
    private bool _isCompleted;

    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>
    /// Returns the capture of this test, and starts it on the first call. It is collected with the test.
    /// </summary>
    public static TestLogCapture For(object test) => _captures.GetValue(test, _ => new TestLogCapture());

    /// <summary>
    /// Starts the capture of an attempt to run this test, or returns the one that is in progress. A test that is retried
    /// has one capture for each attempt.
    /// </summary>
    public static TestLogCapture Start(object test)
    {
        lock (_captures)
        {
            if (FindActive(test) is { } active) return active;
            var capture = new TestLogCapture();
            _captures.AddOrUpdate(test, capture);
            return capture;
        }
    }

    /// <summary>Returns the capture of this test that is in progress, or null.</summary>
    public static TestLogCapture? FindActive(object test) =>
        _captures.TryGetValue(test, out var capture) && !capture.IsCompleted ? capture : null;

    private bool IsCompleted
    {
        get
        {
            lock (_gate) return _isCompleted;
        }
    }

    /// <summary>Adds a fixture that the test started itself.</summary>
    public void Add(DockerFixture fixture)
    {
        lock (_gate) _ownFixtures.Add(fixture);
    }

    /// <summary>Adds a fixture that the test uses, unless the test started it itself.</summary>
    /// <returns>False if the fixture was added before, the test started it, or the capture has been completed.</returns>
    public bool AddUsed(DockerFixture fixture)
    {
        lock (_gate) return !_isCompleted && !_ownFixtures.Contains(fixture) && _usedFixtures.Add(fixture);
    }

    /// <summary>Returns the fixtures that the test has used and did not start itself.</summary>
    public IReadOnlyList<DockerFixture> UsedFixtures
    {
        get
        {
            lock (_gate) return [.. _usedFixtures];
        }
    }

    /// <summary>Captures the logs of one of the test's own fixtures before it is disposed.</summary>
    public async Task CaptureAsync(DockerFixture fixture)
    {
        lock (_gate)
        {
            if (_isCompleted || !_ownFixtures.Remove(fixture)) return;
        }

        var logs = await ContainerLog.ReadAsync(fixture, StartedAt).ConfigureAwait(false);
        lock (_gate) _capturedLogs.AddRange(logs);
    }

    /// <summary>Claims the report of the logs, which is made once.</summary>
    /// <returns>False if it was already claimed.</returns>
    public bool TryReport()
    {
        lock (_gate)
        {
            if (_isReported) return false;
            return _isReported = true;
        }
    }

    /// <summary>Completes the capture.</summary>
    /// <returns>False if it was already completed.</returns>
    public bool TryComplete()
    {
        lock (_gate)
        {
            if (_isCompleted) return false;
            return _isCompleted = true;
        }
    }

    /// <summary>Returns the logs that the test's own containers and the shared ones wrote during the test.</summary>
    public async Task<IReadOnlyList<ContainerLog>> ReadLogsAsync(IEnumerable<DockerFixture> sharedFixtures)
    {
        List<ContainerLog> logs;
        List<DockerFixture> fixtures;
        lock (_gate)
        {
            logs = [.. _capturedLogs];
            fixtures = [.. _ownFixtures.Union(sharedFixtures)];
        }

        foreach (var fixture in fixtures) logs.AddRange(await ContainerLog.ReadAsync(fixture, StartedAt).ConfigureAwait(false));
        return logs;
    }
}
