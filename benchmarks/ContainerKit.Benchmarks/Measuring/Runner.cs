using System.Diagnostics;

namespace ContainerKit.Benchmarks.Measuring;

/// <summary>Measures the contestants of a row in turns.</summary>
internal static class Runner
{
    private const int WarmUpRounds = 30;
    private static readonly TimeSpan _warmUpTime = TimeSpan.FromSeconds(5);

    /// <summary>Prepares a row, measures it, and removes what it created.</summary>
    /// <param name="row">The row.</param>
    /// <param name="scale">The amount of work.</param>
    /// <param name="rounds">The number of rounds; null for that of the row.</param>
    /// <param name="only">The contestants to measure; null for all.</param>
    public static async Task<RowResult> MeasureAsync(Row row, Scale scale, int? rounds, Func<Contestant, bool>? only = null)
    {
        try
        {
            await row.PrepareAsync(scale);
            var contestants = row.Contestants.Where(only ?? (_ => true)).ToList();
            var samples = contestants.ConvertAll(_ => new List<Sample>());
            var count = scale.IsQuick ? 1 : rounds ?? row.Rounds;
            await WarmUpAsync(row, contestants, scale);
            for (var round = 0; round < count; round++)
            {
                // Each round starts with another contestant, so that none always runs after the same one.
                for (var i = 0; i < contestants.Count; i++)
                {
                    var index = (round + i) % contestants.Count;
                    samples[index].Add(await RunOnceAsync(row, contestants[index], scale.Of(row.Repetitions, 1)));
                }
            }

            var peaks = new List<long?>();
            foreach (var contestant in contestants)
                peaks.Add(contestant.MeasuresPeak ? await PeakMemory.MeasureAsync(row.Name, contestant.Name, scale) : null);
            return new RowResult(row.Name, row.Title, count, [.. contestants.Select((contestant, i) => new Measurement(
                contestant,
                // The speed of the engine changes from minute to minute, so each time is compared with that of the base in the same round.
                Median(samples[i].Zip(samples[0], (sample, floor) => sample.Milliseconds / floor.Milliseconds)),
                Median(samples[i].Select(sample => sample.Milliseconds)),
                contestant.IsInProcess ? Median(samples[i].Select(sample => sample.ProcessorMilliseconds)) : null,
                contestant.IsInProcess ? Median(samples[i].Select(sample => sample.AllocatedBytes)) : null,
                peaks[i]))]);
        }
        finally
        {
            await row.ReleaseAsync();
        }
    }

    // The first run compiles the code and fills caches. Work that takes less time than the compilation of its optimized code, which is
    // measured in the row about the start of a process, is repeated until that code is in use, or for five seconds.
    private static async Task WarmUpAsync(Row row, List<Contestant> contestants, Scale scale)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < scale.Of(WarmUpRounds, 1) && Stopwatch.GetElapsedTime(start) < _warmUpTime; round++)
        {
            foreach (var contestant in contestants) await RunOnceAsync(row, contestant, scale.Of(row.Repetitions, 1));
        }
    }

    private static async Task<Sample> RunOnceAsync(Row row, Contestant contestant, int repetitions)
    {
        await row.BeforeEachAsync();
        try
        {
            // The garbage of the previous contestant is not collected in the time of this one.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            var processor = process.TotalProcessorTime;
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < repetitions; i++) await contestant.RunAsync();
            var elapsed = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            process.Refresh();
            processor = process.TotalProcessorTime - processor;
            return new Sample(
                elapsed.TotalMilliseconds / repetitions, processor.TotalMilliseconds / repetitions, (double)allocated / repetitions);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{row.Name}, {contestant.Name}: {e.Message}", e);
        }
        finally
        {
            await row.AfterEachAsync();
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private sealed record Sample(double Milliseconds, double ProcessorMilliseconds, double AllocatedBytes);
}
