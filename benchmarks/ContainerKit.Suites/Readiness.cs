using System.Globalization;

namespace ContainerKit.Suites;

/// <summary>Measures how long a test has to wait for a server that is ready, in turns.</summary>
internal static class Readiness
{
    private static readonly (string Test, string Name)[] _kinds =
    [
        ("A_server_that_listens_after_a_while", "a port wait: from when the server listens to when the start has returned"),
        ("A_database_by_its_own_clock", "PostgreSQL with the library's own default database: from the start of the server process to the answer of the first query"),
    ];

    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int rounds)
    {
        var waits = suites.ToDictionary(suite => suite, _ => _kinds.ToDictionary(kind => kind.Test, _ => new List<double>()));
        var whole = suites.ToDictionary(suite => suite, _ => _kinds.ToDictionary(kind => kind.Test, _ => new List<double>()));
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < suites.Count; i++)
            {
                var suite = suites[(round + i) % suites.Count];
                Report.Doing($"readiness, round {round + 1} of {rounds}: {suite}");
                foreach (var test in (await suite.RunAsync(["-namespace", "Suite.Readiness"])).RequirePassed(15).Tests)
                {
                    // "waited 12.3 ms"
                    var wait = double.Parse(((string)test.Element("output")!).Split(' ')[1], CultureInfo.InvariantCulture);
                    waits[suite][(string)test.Attribute("method")!].Add(wait);
                    whole[suite][(string)test.Attribute("method")!].Add((double)test.Attribute("time")! * 1000);
                }
            }
        }

        Report.Heading("From the server that is ready to the test that runs");
        Report.Line("The whole test is the start of the container, one question to the server, and the removal.");
        foreach (var (test, name) in _kinds)
        {
            Report.Line($"\n{name}, {waits[suites[0]][test].Count} starts\n");
            var (ownWait, ownWhole) = (Report.Median(waits[suites[0]][test]), Report.Median(whole[suites[0]][test]));
            Report.Table(["", "median", "ratio", "shortest", "longest", "the whole test, median", "ratio"], suites.Select(suite =>
            {
                var (wait, all) = (waits[suite][test], Report.Median(whole[suite][test]));
                return (string[])
                [
                    suite.Library, Report.Milliseconds(Report.Median(wait)), Report.Ratio(Report.Median(wait), ownWait), Report.Milliseconds(wait.Min()), Report.Milliseconds(wait.Max()),
                    Report.Milliseconds(all), Report.Ratio(all, ownWhole),
                ];
            }));
        }
    }
}
