using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm.Jobs;

/// <summary>
/// Runs the tasks of a job. Each task is a service with one replica, which is not replaced when its exit code is 0. One service of the
/// mode replicated-job would be simpler, but its failed tasks are repeated without a limit, and prevent others from starting if the
/// concurrency is limited; and Docker Engine 20.10 does not stop its tasks when it is removed. See the reconciler in
/// https://github.com/moby/moby/tree/v20.10.24/vendor/github.com/docker/swarmkit/manager/orchestrator/jobs
/// </summary>
internal sealed class JobRunner(StepContext context, ImageReference image, JobSpec spec)
{
    private const int CreationsAtOnce = 4;
    private const int ReadsAtOnce = 8;

    // About as many seconds. An election takes longer than the request that noticed the loss of the leader, and the nodes connect after it.
    private const int ReadAttempts = 16;

    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _readDelay = TimeSpan.FromSeconds(1);
    private static readonly TaskOutput _noOutput = new("", "");

    private readonly ServiceApi _api = new(context.Engine);
    private readonly string _name = spec.Name ?? $"job-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly JobTaskResult?[] _results = new JobTaskResult?[spec.Tasks.Count];
    private readonly Dictionary<string, RunningTask> _running = [];
    private readonly List<Task> _reads = [];
    private readonly Lock _gate = new();

    /// <summary>Runs all tasks.</summary>
    /// <exception cref="NoSuitableNodeException">A task found no node within the time limit.</exception>
    public async Task<JobResult> RunAsync()
    {
        using var reading = new SemaphoreSlim(ReadsAtOnce);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var token = stop.Token;
        var resolved = await _api.References.ResolveAsync(image, spec.Service, token).ConfigureAwait(false);
        var ids = await _api.References.FindAsync(_name, spec.Service, token).ConfigureAwait(false);
        var services = new JobServices(_api, _name);
        context.Track(services);
        try
        {
            await RunAsync(services, resolved, ids, reading, token).ConfigureAwait(false);
        }
        finally
        {
            // The reads use the semaphore, and their exceptions must be observed.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_reads).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new JobResult(_name, [.. _results.Select(result => result!)]);
    }

    private async Task RunAsync(
        JobServices services, ResolvedImage resolved, ReferencedIds ids, SemaphoreSlim reading, CancellationToken cancellationToken)
    {
        var next = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var free = Math.Min((spec.MaxConcurrent ?? int.MaxValue) - _running.Count, spec.Tasks.Count - next);
            if (free > 0)
            {
                // A few at a time, so that the results of those that run are not waited for.
                var count = Math.Min(free, CreationsAtOnce);
                var created = await Task.WhenAll(
                    Enumerable.Range(next, count).Select(index => CreateAsync(index, services, resolved, ids))).ConfigureAwait(false);
                foreach (var task in created) _running[task.ServiceId] = task;
                next += count;
            }

            await CollectAsync(services, reading, cancellationToken).ConfigureAwait(false);
            foreach (var read in _reads.Where(read => read.IsCompleted).ToList())
            {
                _reads.Remove(read);
                await read.ConfigureAwait(false);
            }

            if (next == spec.Tasks.Count && _running.Count == 0 && _reads.Count == 0) return;
            if (free <= CreationsAtOnce) await Task.Delay(_delay, context.Engine.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RunningTask> CreateAsync(int index, JobServices services, ResolvedImage resolved, ReferencedIds ids)
    {
        var service = spec.ServiceOf(index);
        var name = $"{_name}-{index}";
        var body = ServiceRequest.Create(service, name, resolved, ids, services.Labels);
        return new RunningTask(index, await _api.CreateAsync(name, body, service, image, services.Label).ConfigureAwait(false));
    }

    private async Task CollectAsync(JobServices services, SemaphoreSlim reading, CancellationToken cancellationToken)
    {
        var nodes = await _api.NodesAsync(cancellationToken).ConfigureAwait(false);
        var tasks = await _api.TasksWithLabelAsync(services.Label, nodes, cancellationToken).ConfigureAwait(false);
        foreach (var group in tasks.GroupBy(task => task.ServiceId))
        {
            if (!_running.TryGetValue(group.Key, out var running)) continue;
            running.Add(group);
            if (running.FindEnd(spec.Retries) is { } end)
            {
                _running.Remove(group.Key);
                _reads.Add(ReadAsync(running, end, reading, cancellationToken));
            }
            else
            {
                ThrowIfUnscheduled(running, [.. group]);
            }
        }
    }

    private void ThrowIfUnscheduled(RunningTask running, IReadOnlyList<ServiceTask> tasks)
    {
        var time = context.Engine.TimeProvider;
        if (tasks.FirstOrDefault(task => task.State == ServiceTaskState.Pending && task.Error.Length > 0) is not { } pending)
        {
            running.PendingSince = null;
            return;
        }

        running.PendingSince ??= time.GetTimestamp();
        if (spec.SchedulingTimeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(running.PendingSince.Value) > spec.SchedulingTimeout)
            throw new NoSuitableNodeException(
                _name,
                tasks,
                $"Task {NameOf(running.Index)} of the job {_name} found no node within {spec.SchedulingTimeout.TotalSeconds:0.###} s: "
                + $"{pending.Error}. Change the constraints or the reservations, or lower MaxConcurrent.");
    }

    private async Task ReadAsync(RunningTask running, ServiceTask end, SemaphoreSlim reading, CancellationToken cancellationToken)
    {
        var output = _noOutput;
        string? error = null;
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (end.ContainerId.Length > 0) (output, error) = await ReadOutputAsync(end, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            reading.Release();
        }

        var result = new JobTaskResult
        {
            Index = running.Index,
            Name = NameOf(running.Index),
            ExitCode = end.ExitCode,
            Stdout = output.Stdout,
            Stderr = output.Stderr,
            OutputError = error,
            // The engine's text for an exit code is the code itself, in words.
            Error = end.ExitCode is null ? end.Error : "",
            Node = end.Node,
            Attempts = running.Attempts,
        };
        lock (_gate)
        {
            _results[running.Index] = result;
            spec.OnResult?.Invoke(result);
        }

        await _api.RemoveAsync(running.ServiceId, $"{_name}-{running.Index}", cancellationToken).ConfigureAwait(false);
    }

    // The log passes through the leader of the managers, so a reading is interrupted when the leader is lost, and fails until the node
    // of the task is connected to the new leader.
    private async Task<(TaskOutput Output, string? Error)> ReadOutputAsync(ServiceTask end, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var isTty = spec.Service.Tty;
                return (await TaskOutput.ReadAsync(_api, end.Id, isTty, tail: null, cancellationToken).ConfigureAwait(false), null);
            }
            catch (Exception e) when (e is ContainerKitException or TimeoutException)
            {
                // A node that does not answer was waited for long enough.
                if (attempt == ReadAttempts || e is TimeoutException) return (_noOutput, e.Message);
            }

            await Task.Delay(_readDelay, context.Engine.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private string NameOf(int index) => spec.Tasks[index].Name ?? $"{index}";

    /// <summary>A task of the job, with the tasks of the swarm that were created for it.</summary>
    private sealed class RunningTask(int index, string serviceId)
    {
        // The engine forgets the oldest tasks of a slot.
        private readonly Dictionary<string, ServiceTask> _tasks = [];

        public int Index => index;

        public string ServiceId => serviceId;

        // A task that waits for its start, as the replacement of a failed one does at first, is no attempt.
        public int Attempts => _tasks.Values.Count(task => task.ContainerId.Length > 0 || task.HasFailed);

        public long? PendingSince { get; set; }

        public void Add(IEnumerable<ServiceTask> tasks)
        {
            foreach (var task in tasks) _tasks[task.Id] = task;
        }

        /// <summary>
        /// Returns the task with the result: the first one that completed, or the failed one after which no retry is left.
        /// </summary>
        public ServiceTask? FindEnd(int retries) =>
            _tasks.Values.OrderBy(task => task.CreatedAt).FirstOrDefault(task => task.State == ServiceTaskState.Complete)
            ?? _tasks.Values.Where(task => task.HasFailed).OrderBy(task => task.CreatedAt).ElementAtOrDefault(retries);
    }
}
