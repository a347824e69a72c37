namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Runs a chain once for each of its requests, with that request broken, and looks afterwards at what is on the engine.</summary>
internal sealed class FaultMatrix<T>(string name, int requests, Func<FaultRun, Plan<T>> chain, Func<T, FaultRun, bool> isRight, bool commits)
{
    // The runs mostly wait: for the engine, or for a time limit.
    private const int AtOnce = 4;

    /// <returns>What it did, on one line.</returns>
    public async Task<string> RunAsync(FaultKind kind, CancellationToken cancellationToken)
    {
        var value = Guid.NewGuid().ToString("N");
        var label = $"{FaultMatrix.Label}={value}";
        var runs = Enumerable.Range(1, requests).Select(request => new FaultRun(name, value, request, kind)).ToList();
        var outcomes = new (Ending Ending, string? Problem)[requests];
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, _) => outcomes[i] = await runs[i].RunAsync(chain, isRight));

        var left = await LeftAsync(label, [.. runs.Where((_, i) => commits && outcomes[i].Ending == Ending.Success).Select(run => run.Image)], cancellationToken);
        string[] problems = [.. outcomes.Select(outcome => outcome.Problem).OfType<string>(), .. left];
        var summary = $"{name} x {kind}: {requests} requests, {requests} runs: "
            + string.Join(", ", outcomes.GroupBy(outcome => outcome.Ending).Select(group => $"{group.Count()} {group.Key}"));
        problems.Should().BeEmpty(summary);
        return summary;
    }

    /// <summary>What is on the engine that should not be, and the other way round. All of it is removed.</summary>
    private static async Task<IReadOnlyList<string>> LeftAsync(string label, IReadOnlyList<string> committed, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var image in committed)
        {
            if (await DisposeProbe.ImageIdAsync(image, cancellationToken) is null) missing.Add($"missing: image {image}");
            await DisposeProbe.RemoveAsync(new Leftover("image", image), cancellationToken);
        }

        var left = await DisposeProbe.SettledAsync(label, cancellationToken);
        foreach (var thing in left) await DisposeProbe.RemoveAsync(thing, cancellationToken);
        return [.. missing, .. left.Select(thing => $"left behind: {thing}")];
    }
}

/// <summary>What all matrices share.</summary>
internal static class FaultMatrix
{
    public const string Label = "containerkit-tests.faults";
}
