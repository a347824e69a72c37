namespace ContainerKit.Suites;

/// <summary>Kills the test process at random moments, and counts what is left of it ten seconds later.</summary>
internal static class KillScenario
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);

    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int kills)
    {
        // The same moments for both, and for who repeats it: from before the first request to the middle of the suite.
        var random = new Random(20);
        var moments = Enumerable.Range(0, kills).Select(_ => TimeSpan.FromMilliseconds(random.Next(300, 10_000))).ToList();
        var left = suites.ToDictionary(suite => suite, _ => new List<EngineInventory>());
        for (var i = 0; i < kills; i++)
        {
            foreach (var suite in suites)
            {
                Report.Doing($"kill {i + 1} of {kills}: {suite}");
                left[suite].Add(await KillAsync(suite, moments[i]));
            }
        }

        Report.Heading($"Left {_grace.TotalSeconds:0} s after kill -9 at {kills} random moments");
        Report.Table(["", "kills that left something", "containers", "networks", "volumes"], suites.Select(suite => left[suite]).Zip(suites, (all, suite) => (string[])
            [suite.Library, $"{all.Count(one => !one.IsEmpty)} of {kills}", $"{all.Sum(one => one.Containers.Count)}", $"{all.Sum(one => one.Networks.Count)}", $"{all.Sum(one => one.Volumes.Count)}"]));
        Report.Line("");
        Report.Table(["killed after", .. suites.Select(suite => suite.Library)], moments.Select((moment, i) => (string[])
            [Report.Seconds(moment), .. suites.Select(suite => left[suite][i].ToString())]));
    }

    private static async Task<EngineInventory> KillAsync(TestSuite suite, TimeSpan moment)
    {
        var before = await EngineInventory.LookAsync(suite.Label);
        using var process = suite.Start(["-namespace", TestSuite.Databases]);
        // A full pipe would stop the tests.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.Delay(moment);
        // On a machine that is done by then, the moment comes earlier.
        if (process.HasExited) return await KillAsync(suite, moment / 2);
        process.Kill();
        await process.WaitForExitAsync();
        await Task.Delay(_grace);
        var left = (await EngineInventory.LookAsync(suite.Label)).Since(before, label => suite.IsOf(process.Id, label));
        await left.RemoveContainersAsync();
        return left;
    }
}
