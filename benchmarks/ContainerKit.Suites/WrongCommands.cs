namespace ContainerKit.Suites;

/// <summary>Shows what the tests' output says when a container's command is wrong.</summary>
internal static class WrongCommands
{
    private static readonly (string Class, string Name)[] _cases =
    [
        ("WrongFlagTests", "A database whose server does not know its flag: `postgres --no-such-flag`"),
        ("WrongConfigurationTests", "A server that ends at once: `nginx -c /no/such/file`, with a port wait"),
        ("WrongBinaryTests", "A program that is not in the image: `no-such-program` in busybox"),
    ];

    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites)
    {
        var runs = new List<(string Name, TestSuite Suite, SuiteRun Run, EngineHoldings Left)>();
        foreach (var (testClass, name) in _cases)
        {
            foreach (var suite in suites)
            {
                Report.Doing($"wrong commands, {testClass}: {suite}");
                var before = await EngineHoldings.LookAsync(suite.Label);
                var run = await suite.RunAsync(["-class", "Suite.WrongCommands." + testClass]);
                var left = (await EngineHoldings.LookAsync(suite.Label)).Since(before, label => suite.IsOf(run.Pid, label));
                runs.Add((name, suite, run, left));
                await left.RemoveContainersAsync();
            }
        }

        Report.Heading("What the output says when a container's command is wrong");
        Report.Table(["", "", "said after", "lines", "left"], runs.Select(one => (string[])
            [one.Name, one.Suite.Library, Said(one.Run), $"{one.Run.Output.Count(letter => letter == '\n')}", $"{one.Left}"]));
        foreach (var (name, suite, run, _) in runs)
        {
            Report.Line($"\n### {suite}: {name}");
            Report.Text(run.Output);
        }
    }

    private static string Said(SuiteRun run) => run.Failed is { } failed ? Report.Seconds(failed) : run.GaveUp ? $"nothing within {Report.Seconds(run.Wall)}" : "no test failed";
}
