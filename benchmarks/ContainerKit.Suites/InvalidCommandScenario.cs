namespace ContainerKit.Suites;

/// <summary>Shows what the tests' output says when a container's command is wrong.</summary>
internal static class InvalidCommandScenario
{
    private static readonly (string Class, string Name)[] _cases =
    [
        ("WrongFlagTests", "A database whose server does not know its flag: `postgres --no-such-flag`"),
        ("WrongConfigurationTests", "A server that ends at once: `nginx -c /no/such/file`, with a port wait"),
        ("WrongBinaryTests", "A program that is not in the image: `no-such-program` in busybox"),
    ];

    /// <param name="rounds">How often each is looked at: what the output says may depend on which of two things comes first.</param>
    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int rounds)
    {
        var runs = new List<(string Name, TestSuite Suite, List<SuiteRun> Rounds, List<EngineInventory> Left)>();
        foreach (var (testClass, name) in _cases)
        {
            foreach (var suite in suites)
            {
                Report.Doing($"wrong commands, {testClass}: {suite}");
                var (all, lefts) = (new List<SuiteRun>(), new List<EngineInventory>());
                for (var round = 0; round < rounds; round++)
                {
                    var before = await EngineInventory.LookAsync(suite.Label);
                    var run = await suite.RunAsync(["-class", "Suite.InvalidCommandScenario." + testClass]);
                    var left = (await EngineInventory.LookAsync(suite.Label)).Since(before, label => suite.IsOf(run.Pid, label));
                    await left.RemoveContainersAsync();
                    all.Add(run);
                    lefts.Add(left);
                }

                runs.Add((name, suite, all, lefts));
            }
        }

        Report.Heading("What the output says when a container's command is wrong");
        Report.Table(["", "", "said after", "left"], runs.Select(one => (string[])
            [one.Name, one.Suite.Library, string.Join(", ", one.Rounds.Select(Said)), string.Join(", ", one.Left.Select(left => $"{left}").Distinct())]));
        foreach (var (name, suite, all, _) in runs)
        {
            Report.Line($"\n### {suite}: {name}\n\nThe quickest:");
            Report.Text(all.MinBy(run => run.Wall)!.Output);
            if (rounds == 1) continue;
            Report.Line("The slowest:");
            Report.Text(all.MaxBy(run => run.Wall)!.Output);
        }
    }

    private static string Said(SuiteRun run) => run.Failed is { } failed ? Report.Seconds(failed) : run.GaveUp ? $"nothing within {Report.Seconds(run.Wall)}" : "no test failed";
}
