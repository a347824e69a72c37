using System.Globalization;

namespace ContainerKit.Suites;

/// <summary>Measures how long a test waits for a server that is already ready, in turns.</summary>
internal static class Readiness
{
    private static readonly (string Test, string Name)[] _scenarios =
    [
        ("Port_wait_for_a_server_that_listens_after_a_delay", "a port wait: from the time the server listens until the start returns"),
        (
            "Database_start_measured_by_the_clock_of_the_database",
            "PostgreSQL with the default database of the library: from the start of the server process to the response to the first query"),
    ];

    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int rounds)
    {
        var waits = suites.ToDictionary(suite => suite, _ => _scenarios.ToDictionary(scenario => scenario.Test, _ => new List<double>()));
        var totals = suites.ToDictionary(suite => suite, _ => _scenarios.ToDictionary(scenario => scenario.Test, _ => new List<double>()));
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < suites.Count; i++)
            {
                var suite = suites[(round + i) % suites.Count];
                Report.Progress($"readiness, round {round + 1} of {rounds}: {suite}");
                foreach (var test in (await suite.RunAsync(["-namespace", "Suite.Readiness"])).RequirePassed(15).Tests)
                {
                    // The output is "waited 12.3 ms".
                    var wait = double.Parse(((string)test.Element("output")!).Split(' ')[1], CultureInfo.InvariantCulture);
                    waits[suite][(string)test.Attribute("method")!].Add(wait);
                    totals[suite][(string)test.Attribute("method")!].Add((double)test.Attribute("time")! * 1000);
                }
            }
        }

        Report.Heading("From the ready server to the running test");
        Report.Line("The whole test is the start of the container, one request to the server, and the removal.");
        foreach (var (test, name) in _scenarios)
        {
            Report.Line($"\n{name}, {waits[suites[0]][test].Count} starts\n");
            var (baselineWait, baselineTotal) = (Report.Median(waits[suites[0]][test]), Report.Median(totals[suites[0]][test]));
            Report.Table(["", "median", "ratio", "shortest", "longest", "the whole test, median", "ratio"], suites.Select(suite =>
            {
                var (wait, total) = (waits[suite][test], Report.Median(totals[suite][test]));
                return (string[])
                [
                    suite.Library, Report.Milliseconds(Report.Median(wait)), Report.Ratio(Report.Median(wait), baselineWait),
                    Report.Milliseconds(wait.Min()), Report.Milliseconds(wait.Max()),
                    Report.Milliseconds(total), Report.Ratio(total, baselineTotal),
                ];
            }));
        }
    }
}
