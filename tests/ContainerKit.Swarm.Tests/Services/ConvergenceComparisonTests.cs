namespace ContainerKit.Swarm.Tests.Services;

/// <summary>
/// The Docker CLI without <c>--detach</c> and the library wait for equal services at the same time, and decide the same. The CLI has no
/// time limit, so a service that never converges is one that both have not decided about after the same time.
/// </summary>
public sealed class ConvergenceComparisonTests : SwarmTest
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(8);

    private static readonly UpdatePolicy _quick = new() { Monitor = TimeSpan.FromSeconds(1), Parallelism = 0 };

    // A node can report the end of a task more than a second after its start.
    private static readonly UpdatePolicy _thorough = _quick with { Monitor = TimeSpan.FromSeconds(4) };

    // The spec of the library, and the same options of the CLI.
    private static readonly ServiceSpec _spec = new("sleep", "infinity")
    {
        StopSignal = "SIGKILL",
        EndpointMode = EndpointMode.Dnsrr,
        Update = _quick,
        Rollback = _quick,
        Restart = new ServiceRestartPolicy { Delay = TimeSpan.FromSeconds(1) },
    };

    private static readonly string[] _options =
    [
        "--stop-signal", "SIGKILL", "--endpoint-mode", "dnsrr", "--update-monitor", "1s", "--update-parallelism", "0",
        "--rollback-monitor", "1s", "--rollback-parallelism", "0", "--restart-delay", "1s",
    ];

    public static TheoryData<string, ServiceSpec, string[]> ConvergingServices => new()
    {
        { "three", _spec with { Replicas = 3 }, [.. _options, "--replicas", "3"] },
        { "zero", _spec with { Replicas = 0 }, [.. _options, "--replicas", "0"] },
        { "global", _spec with { Mode = ServiceMode.Global }, [.. _options, "--mode", "global"] },
        {
            "one-node", _spec with { Mode = ServiceMode.Global, Constraints = [$"node.hostname=={SwarmNodes.NameOf(2)}"] },
            [.. _options, "--mode", "global", "--constraint", $"node.hostname=={SwarmNodes.NameOf(2)}"]
        },
        {
            "job", new ServiceSpec("sleep", "1") { Mode = ServiceMode.ReplicatedJob, Replicas = 3, MaxConcurrent = 2 },
            ["--mode", "replicated-job", "--replicas", "3", "--max-concurrent", "2"]
        },
        { "global-job", new ServiceSpec("sleep", "1") { Mode = ServiceMode.GlobalJob }, ["--mode", "global-job"] },
        {
            "healthy", _spec with
            {
                Command = ["sh", "-c", "sleep 2; touch /tmp/up; exec sleep infinity"],
                HealthCheck = HealthCheck.Shell("test -e /tmp/up") with { Interval = TimeSpan.FromMilliseconds(500), Retries = 20 },
            },
            [.. _options, "--health-cmd", "test -e /tmp/up", "--health-interval", "500ms", "--health-retries", "20"]
        },
        { "ends-after-monitor", _spec with { Command = ["sleep", "10"] }, _options },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(ConvergingServices))]
    public async Task Created_service_has_converged_for_the_cli_and_the_library(string name, ServiceSpec spec, string[] options)
    {
        await using var services = await CreateAsync(name, spec, options);

        services.Library.Should().Be(services.Cli);
        services.Library.Decision.Should().Be("converged");
    }

    [SwarmFact]
    public async Task Service_that_does_not_converge_is_decided_by_neither_and_the_library_throws_at_its_time_limit()
    {
        // Only the first node has this name of the image. The registry refuses connections, so that the other nodes notice it at once.
        var image = $"127.0.0.1:1/{Unique("local")}:1";
        await Image.Pull(Busybox).Tag(image).On(Manager).ExecuteAsync(Token);
        try
        {
            var thorough = _spec with { Update = _thorough };
            await Task.WhenAll(
                CompareAsync(
                    "within-monitor", thorough with { Command = ["sh", "-c", "sleep 1; exit 3"] }, [.. _options, "--update-monitor", "4s"],
                    nameof(ServiceNotConvergedException), "task: non-zero exit (3)"),
                CompareAsync(
                    "once", thorough with { Command = ["true"], Restart = new() { Condition = ServiceRestartCondition.None } },
                    [.. _options, "--update-monitor", "4s", "--restart-condition", "none"], nameof(ServiceNotConvergedException), ""),
                CompareAsync(
                    "nowhere", _spec with { Constraints = ["node.labels.disk==fast"] },
                    [.. _options, "--constraint", "node.labels.disk==fast"],
                    nameof(NoSuitableNodeException), "no suitable node (scheduling constraints not satisfied on 3 nodes)"),
                CompareAsync(
                    "too-large", _spec with { CpusReservation = 1000 }, [.. _options, "--reserve-cpu", "1000"],
                    nameof(NoSuitableNodeException), "no suitable node (insufficient resources on 3 nodes)"),
                CompareAsync(
                    "global-nowhere", _spec with { Mode = ServiceMode.Global, Constraints = ["node.labels.disk==fast"] },
                    [.. _options, "--mode", "global", "--constraint", "node.labels.disk==fast"], nameof(ServiceNotConvergedException), ""),
                // The library does not wait for a job whose failed task is not repeated.
                CompareAsync(
                    "failed-job", new ServiceSpec("sh", "-c", "exit 3")
                    {
                        Mode = ServiceMode.ReplicatedJob,
                        Restart = new() { Condition = ServiceRestartCondition.None },
                    },
                    ["--mode", "replicated-job", "--restart-condition", "none"], nameof(JobFailedException), "task: non-zero exit (3)"),
                CompareAsync(
                    "no-image", _spec with { Constraints = [$"node.hostname=={SwarmNodes.NameOf(2)}"] },
                    [.. _options, "--constraint", $"node.hostname=={SwarmNodes.NameOf(2)}"],
                    nameof(TaskImageNotFoundException), $"No such image: {image}"));
        }
        finally
        {
            await SwarmCli.TryAsync(1, "image", "rm", image);
        }

        async Task CompareAsync(string name, ServiceSpec spec, string[] options, string exception, string error)
        {
            await using var services = await CreateAsync(
                name, spec, options, _limit, image: error.Contains(image, StringComparison.Ordinal) ? image : Busybox);

            services.Cli.Decision.Should().Be("none", name);
            services.Library.Decision.Should().Be(exception, name);
            services.Library.Errors.Should().Be(services.Cli.Errors, name).And.Be(error, name);
        }
    }

    [SwarmFact]
    public async Task Scaled_updated_and_rolled_back_service_has_converged_for_the_cli_and_the_library()
    {
        await using var services = await CreateAsync("changes", _spec, _options);

        await CompareAsync(service => service.ScaleAsync(3, Token), name => ["scale", $"{name}=3"], "converged", "", 3);
        await CompareAsync(service => service.ScaleAsync(1, Token), name => ["scale", $"{name}=1"], "converged", "", 1);
        await CompareAsync(
            service => service.UpdateAsync(new ServiceUpdate { Command = ["sleep", "5000"], Replicas = 2 }, Token),
            name => ["update", "--args", "sleep 5000", "--replicas", "2", name], "converged", "completed", 2);
        await CompareAsync(service => service.UpdateAsync(new ServiceUpdate(), Token), name => ["update", name], "converged", "", 2);
        await CompareAsync(
            service => service.UpdateAsync(new ServiceUpdate { Force = true }, Token),
            name => ["update", "--force", name], "converged", "completed", 2);
        await CompareAsync(
            service => service.RollbackAsync(Token), name => ["rollback", name], "converged", "rollback_completed", 2);
        await CompareAsync(service => service.ScaleAsync(0, Token), name => ["scale", $"{name}=0"], "converged", "", 0);

        async Task CompareAsync(
            Func<SwarmService, Task> change, Func<string, string[]> command, string decision, string update, int running)
        {
            await services.ChangeAsync(change, command);

            services.Library.Should().Be(services.Cli);
            services.Library.Should().Match<Observation>(it => it.Decision == decision && it.Update == update);
            services.Library.States.Split(' ', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(running);
        }
    }

    [SwarmFact]
    public async Task Failing_update_has_the_same_end_for_the_cli_and_the_library()
    {
        await Task.WhenAll(
            CompareAsync(UpdateFailureAction.Pause, "paused", "paused"),
            CompareAsync(UpdateFailureAction.Rollback, "rolled back", "rollback_completed"),
            CompareAsync(UpdateFailureAction.Continue, "converged", "completed"));

        async Task CompareAsync(UpdateFailureAction action, string decision, string update)
        {
            // With the delay, the second task of a paused update keeps the old spec.
            var policy = _thorough with { FailureAction = action, Parallelism = 1, Delay = TimeSpan.FromSeconds(2) };
            var actionText = $"{action}".ToLowerInvariant();
            await using var services = await CreateAsync(
                $"fail-{actionText}",
                _spec with { Replicas = 2, Update = policy, Restart = new ServiceRestartPolicy { Delay = TimeSpan.FromSeconds(30) } },
                [
                    .. _options, "--replicas", "2", "--restart-delay", "30s", "--update-failure-action", actionText,
                    "--update-parallelism", "1", "--update-delay", "2s", "--update-monitor", "4s",
                ]);

            await services.ChangeAsync(
                service => service.UpdateAsync(new ServiceUpdate { Command = ["sh", "-c", "exit 3"] }, Token),
                name => ["update", "--args", "sh -c 'exit 3'", name]);

            services.Library.Should().Be(services.Cli);
            services.Library.Should().Match<Observation>(it => it.Decision == decision && it.Update == update);
            services.Library.Errors.Should().Be("task: non-zero exit (3)");
        }
    }

    [SwarmFact]
    public async Task Rollback_whose_tasks_fail_is_paused_for_the_cli_and_the_library()
    {
        // The service starts with a spec that fails, so it cannot return to it.
        await using var services = await CreateAsync(
            "back", _spec with { Command = ["sh", "-c", "exit 3"], Rollback = _thorough, Detach = true },
            [.. _options, "--rollback-monitor", "4s", "--detach"]);
        await services.ChangeAsync(
            service => service.UpdateAsync(new ServiceUpdate { Command = ["sleep", "infinity"] }, Token),
            name => ["update", "--args", "sleep infinity", name]);

        await services.ChangeAsync(service => service.RollbackAsync(Token), name => ["rollback", name]);

        services.Library.Should().Be(services.Cli);
        services.Library.Should().Match<Observation>(it => it.Decision == "rollback paused" && it.Update == "rollback_paused");
    }

    private async Task<ServicePair> CreateAsync(
        string name, ServiceSpec spec, string[] options, TimeSpan? limit = null, string image = Busybox)
    {
        var pair = new ServicePair(Unique($"cli-{name}"));
        var cli = pair.RunCliAsync(["create", "--name", pair.CliName, .. options, image, .. spec.Command], limit);
        // A plan removes a service that does not converge, so its handle is created first.
        pair.Service = await Image.Local(image).Deploy(Unique(name), spec with { Detach = spec.Detach || limit is not null })
            .On(Manager).ExecuteAsync(Token);
        pair.Library = await pair.ObserveAsync(
            limit is null ? Task.CompletedTask : pair.Service.WaitUntilConvergedAsync(limit.Value, Token));
        pair.Cli = await cli;
        return pair;
    }

    /// <summary>The decision, and the state of the service in this moment.</summary>
    /// <param name="Decision">The decision: <c>converged</c>, the state of an update, the type of an exception, or <c>none</c>.</param>
    /// <param name="Update">The state of the update.</param>
    /// <param name="States">The states of the tasks that shall run or be complete.</param>
    /// <param name="Errors">The different errors of all tasks.</param>
    private sealed record Observation(string Decision, string Update, string States, string Errors);

    /// <summary>Two equal services, of the CLI and of the library.</summary>
    private sealed class ServicePair(string cliName) : IAsyncDisposable
    {
        public string CliName => cliName;

        public SwarmService Service { get; set; } = null!;

        public Observation Cli { get; set; } = null!;

        public Observation Library { get; set; } = null!;

        /// <summary>Changes both services at the same time.</summary>
        public async Task ChangeAsync(Func<SwarmService, Task> change, Func<string, string[]> command)
        {
            var cli = RunCliAsync(command(cliName), limit: null);
            Library = await ObserveAsync(change(Service));
            Cli = await cli;
        }

        public async Task<Observation> RunCliAsync(string[] command, TimeSpan? limit)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            if (limit is not null) stop.CancelAfter(limit.Value);
            string[] detach = command.Contains("--detach") ? [] : ["--detach=false"];
            var (code, output, error) = await SwarmCli.RunUntilAsync(
                ["service", command[0], .. detach, .. command[1..]], stop.Token);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"docker service {string.Join(' ', command)}\n-> {code} {error}\n{string.Join('\n', output.Split('\n').TakeLast(4))}");
            return await ObserveAsync(cliName, Decide(command[0], code, output, error));
        }

        public async Task<Observation> ObserveAsync(Task library)
        {
            var decision = "converged";
            try
            {
                await library;
            }
            catch (ServiceUpdateException e)
            {
                decision = e.State switch
                {
                    ServiceUpdateState.Paused => "paused",
                    ServiceUpdateState.RollbackPaused => "rollback paused",
                    _ => "rolled back",
                };
            }
            catch (ServiceNotConvergedException e)
            {
                decision = e.GetType().Name;
            }

            return await ObserveAsync(Service.Name, decision);
        }

        public async ValueTask DisposeAsync()
        {
            await SwarmCli.TryAsync(1, "service", "rm", cliName);
            await Service.DisposeAsync();
        }

        private static string Decide(string command, int? code, string output, string error) => (code, error) switch
        {
            (null, _) => "none",
            // After the convergence the CLI prints as a warning why an update was rolled back, or only that it was if the rollback
            // ended between two of its readings. It prints the same for a rollback that was requested.
            (0, _) when command == "update" && output.Contains("rollback: ", StringComparison.Ordinal) => "rolled back",
            (0, _) => "converged",
            (_, _) when error.Contains("service update paused: ", StringComparison.Ordinal) => "paused",
            (_, _) when error.Contains("service rollback paused: ", StringComparison.Ordinal) => "rollback paused",
            _ => throw new InvalidOperationException($"docker failed with exit code {code}: {error}"),
        };

        private static async Task<Observation> ObserveAsync(string name, string decision)
        {
            var update = SwarmCli.GetOutputAsync("service", "inspect", name, "--format", "{{with .UpdateStatus}}{{.State}}{{end}}");
            var tasks = (await SwarmCli.GetLinesAsync(
                "service", "ps", name, "--no-trunc", "--format", "{{.DesiredState}}|{{.CurrentState}}|{{.Error}}"))
                .Select(line => line.Split('|')).ToList();
            var states = tasks.Where(task => task[0] is "Running" or "Complete").Select(task => task[1].Split(' ')[0]).Order();
            var errors = tasks.Select(task => task[2].Trim('"')).Where(error => error.Length > 0).Distinct().Order();
            return new Observation(decision, await update, string.Join(' ', states), string.Join(", ", errors));
        }
    }
}
