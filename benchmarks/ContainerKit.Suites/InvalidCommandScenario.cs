namespace ContainerKit.Suites;

/// <summary>Shows the output of the tests if the command of a container is invalid.</summary>
internal static class InvalidCommandScenario
{
    private static readonly (string Class, string Name)[] _cases =
    [
        ("InvalidFlagTests", "A database server with an unknown flag: `postgres --no-such-flag`"),
        ("InvalidConfigurationTests", "A server that exits at once: `nginx -c /no/such/file`, with a port wait"),
        ("MissingProgramTests", "A program that is not in the image: `no-such-program` in busybox"),
    ];

    /// <summary>Runs each case and reports its output.</summary>
    /// <param name="suites">The suites to compare.</param>
    /// <param name="rounds">The number of runs per case, because the output may depend on a race.</param>
    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int rounds)
    {
        var runs = new List<(string Name, TestSuite Suite, List<SuiteRun> Rounds, List<EngineInventory> Leftovers)>();
        foreach (var (testClass, name) in _cases)
        {
            foreach (var suite in suites)
            {
                Report.Progress($"invalid commands, {testClass}: {suite}");
                var (suiteRuns, leftovers) = (new List<SuiteRun>(), new List<EngineInventory>());
                for (var round = 0; round < rounds; round++)
                {
                    var before = await EngineInventory.CaptureAsync(suite.Label);
                    var run = await suite.RunAsync(["-class", "Suite.InvalidCommands." + testClass]);
                    var left = (await EngineInventory.CaptureAsync(suite.Label)).Since(before, label => suite.BelongsTo(run.Pid, label));
                    await left.RemoveContainersAsync();
                    suiteRuns.Add(run);
                    leftovers.Add(left);
                }

                runs.Add((name, suite, suiteRuns, leftovers));
            }
        }

        Report.Heading("The output of the tests if the command of a container is invalid");
        Report.Table(["", "", "reported after", "leftovers"], runs.Select(run => (string[])
        [
            run.Name,
            run.Suite.Library,
            string.Join(", ", run.Rounds.Select(FirstFailure)),
            string.Join(", ", run.Leftovers.Select(left => $"{left}").Distinct()),
        ]));
        foreach (var (name, suite, suiteRuns, _) in runs)
        {
            Report.Line($"\n### {suite}: {name}\n\nThe fastest run:");
            Report.Text(suiteRuns.MinBy(run => run.Elapsed)!.Output);
            if (rounds == 1) continue;
            Report.Line("The slowest run:");
            Report.Text(suiteRuns.MaxBy(run => run.Elapsed)!.Output);
        }
    }

    private static string FirstFailure(SuiteRun run) =>
        run.FirstFailure is { } failure ? Report.Seconds(failure)
        : run.TimedOut ? $"nothing within {Report.Seconds(run.Elapsed)}"
        : "no test failed";
}
