namespace ContainerKit.Suites;

/// <summary>Measures how long the 20 databases take, in turns.</summary>
internal static class WallTime
{
    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int rounds)
    {
        var times = suites.ToDictionary(suite => suite, _ => new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            // Each round begins with another one, so that nobody always runs in the wake of the other.
            for (var i = 0; i < suites.Count; i++)
            {
                var suite = suites[(round + i) % suites.Count];
                Report.Doing($"wall time, round {round + 1} of {rounds}: {suite}");
                times[suite].Add((await suite.RunAsync(["-namespace", TestSuite.Databases])).RequirePassed(40).Wall);
            }
        }

        Report.Heading($"Wall time of 20 classes with a database each, median of {rounds}");
        Report.Line($"From the start of the test process to its end; xUnit's defaults, which run as many classes at once as the machine has processors, {Environment.ProcessorCount} here.\n");
        var own = Median(suites[0]);
        Report.Table(["", "median", "ratio", "all rounds"], suites.Select(suite => (string[])
            [suite.Library, Report.Seconds(TimeSpan.FromSeconds(Median(suite))), Report.Ratio(Median(suite), own), string.Join(", ", times[suite].Select(Report.Seconds))]));

        double Median(TestSuite suite) => Report.Median(times[suite].Select(time => time.TotalSeconds));
    }
}
