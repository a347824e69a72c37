namespace ContainerKit.Suites;

/// <summary>Measures the wall time of the tests with 20 databases, in turns.</summary>
internal static class WallTime
{
    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int rounds)
    {
        var times = suites.ToDictionary(suite => suite, _ => new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            // Each round starts with another suite, so that no suite always runs after the same one.
            for (var i = 0; i < suites.Count; i++)
            {
                var suite = suites[(round + i) % suites.Count];
                Report.Progress($"wall time, round {round + 1} of {rounds}: {suite}");
                times[suite].Add((await suite.RunAsync(["-namespace", TestSuite.Databases])).RequirePassed(40).Elapsed);
            }
        }

        Report.Heading($"Wall time of 20 classes with a database each, median of {rounds}");
        Report.Line("From the start of the test process to its exit, with the defaults of xUnit: one class at a time per processor.");
        Report.Line($"This machine has {Environment.ProcessorCount} processors.\n");
        var baseline = Median(suites[0]);
        Report.Table(["", "median", "ratio", "all rounds"], suites.Select(suite => (string[])
        [
            suite.Library,
            Report.Seconds(TimeSpan.FromSeconds(Median(suite))),
            Report.Ratio(Median(suite), baseline),
            string.Join(", ", times[suite].Select(Report.Seconds)),
        ]));

        double Median(TestSuite suite) => Report.Median(times[suite].Select(time => time.TotalSeconds));
    }
}
