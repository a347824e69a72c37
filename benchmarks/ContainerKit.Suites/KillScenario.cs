namespace ContainerKit.Suites;

/// <summary>Kills the test process at random times and counts its leftover resources ten seconds later.</summary>
internal static class KillScenario
{
    private static readonly TimeSpan _cleanupDelay = TimeSpan.FromSeconds(10);

    public static async Task MeasureAsync(IReadOnlyList<TestSuite> suites, int kills)
    {
        // A fixed seed, so that both suites and every repetition use the same times. They range from before the first request to the
        // middle of the suite.
        var random = new Random(20);
        var killTimes = Enumerable.Range(0, kills).Select(_ => TimeSpan.FromMilliseconds(random.Next(300, 10_000))).ToList();
        var leftovers = suites.ToDictionary(suite => suite, _ => new List<EngineInventory>());
        for (var i = 0; i < kills; i++)
        {
            foreach (var suite in suites)
            {
                Report.Progress($"kill {i + 1} of {kills}: {suite}");
                leftovers[suite].Add(await KillAsync(suite, killTimes[i]));
            }
        }

        Report.Heading($"Leftovers {_cleanupDelay.TotalSeconds:0} s after kill -9 at {kills} random times");
        Report.Table(["", "kills with leftovers", "containers", "networks", "volumes"], suites.Select(suite => (string[])
        [
            suite.Library,
            $"{leftovers[suite].Count(left => !left.IsEmpty)} of {kills}",
            $"{leftovers[suite].Sum(left => left.Containers.Count)}",
            $"{leftovers[suite].Sum(left => left.Networks.Count)}",
            $"{leftovers[suite].Sum(left => left.Volumes.Count)}",
        ]));
        Report.Line("");
        Report.Table(["killed after", .. suites.Select(suite => suite.Library)], killTimes.Select((killTime, i) => (string[])
            [Report.Seconds(killTime), .. suites.Select(suite => leftovers[suite][i].ToString())]));
    }

    private static async Task<EngineInventory> KillAsync(TestSuite suite, TimeSpan killTime)
    {
        var before = await EngineInventory.CaptureAsync(suite.Label);
        using var process = suite.Start(["-namespace", TestSuite.Databases]);
        // The output is read and ignored, because a full pipe would block the tests.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.Delay(killTime);
        // If the tests have already completed on a fast machine, the kill is repeated earlier.
        if (process.HasExited) return await KillAsync(suite, killTime / 2);
        process.Kill();
        await process.WaitForExitAsync();
        await Task.Delay(_cleanupDelay);
        var left = (await EngineInventory.CaptureAsync(suite.Label)).Since(before, label => suite.BelongsTo(process.Id, label));
        await left.RemoveContainersAsync();
        return left;
    }
}
