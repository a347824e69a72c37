namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Runs a plan once for each of its requests with a fault in that request, and then checks the resources on the engine.</summary>
internal sealed class FaultMatrix<T>(string name, int requests, Func<FaultRun, Plan<T>> plan, Func<T, FaultRun, bool> isRight, bool commits)
{
    // The runs spend most of their time waiting for the engine or for a timeout.
    private const int MaximumParallelRuns = 12;

    /// <returns>A summary of the runs in one line.</returns>
    public async Task<string> RunAsync(FaultKind kind, CancellationToken cancellationToken)
    {
        var value = Guid.NewGuid().ToString("N");
        var label = $"{FaultMatrix.Label}={value}";
        var runs = Enumerable.Range(1, requests).Select(request => new FaultRun(name, value, request, kind)).ToList();
        var outcomes = new (RunOutcome Outcome, string? Problem)[requests];
        await Parallel.ForAsync(0, requests,
            new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelRuns, CancellationToken = cancellationToken },
            async (i, _) => outcomes[i] = await runs[i].RunAsync(plan, isRight));

        var left = await FindDifferencesAsync(
            label, [.. runs.Where((_, i) => commits && outcomes[i].Outcome == RunOutcome.Success).Select(run => run.Image)],
            cancellationToken);
        string[] problems = [.. outcomes.Select(outcome => outcome.Problem).OfType<string>(), .. left];
        var summary = $"{name} x {kind}: {requests} requests, {requests} runs: "
            + string.Join(", ", outcomes.GroupBy(outcome => outcome.Outcome).Select(group => $"{group.Count()} {group.Key}"));
        problems.Should().BeEmpty(summary);
        return summary;
    }

    /// <summary>Returns the unexpected and the missing resources on the engine, and removes all of them.</summary>
    private static async Task<IReadOnlyList<string>> FindDifferencesAsync(
        string label, IReadOnlyList<string> committed, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var image in committed)
        {
            if (await DisposeProbe.ImageIdAsync(image, cancellationToken) is null) missing.Add($"missing: image {image}");
            await DisposeProbe.RemoveAsync(new Leftover("image", image), cancellationToken);
        }

        var left = await DisposeProbe.SettledAsync(label, cancellationToken);
        foreach (var leftover in left) await DisposeProbe.RemoveAsync(leftover, cancellationToken);
        return [.. missing, .. left.Select(leftover => $"left behind: {leftover}")];
    }
}

/// <summary>The label that all fault matrices use.</summary>
internal static class FaultMatrix
{
    public const string Label = "containerkit-tests.faults";
}
