using System.Globalization;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>
/// kill -9 at random moments, in the middle of creates, of two processes that run side by side. <c>CONTAINERKIT_KILL_ROUNDS</c> says how often, and then
/// each round is looked at after ten seconds; without it there are a few, and one look at the end.
/// </summary>
public sealed class KillTests : EngineTest
{
    private static readonly string? _asked = Environment.GetEnvironmentVariable("CONTAINERKIT_KILL_ROUNDS");

    [Fact(Timeout = 3_600_000)]
    public async Task Processes_killed_at_random_moments_leave_no_resources()
    {
        var rounds = _asked is null ? 4 : int.Parse(_asked, CultureInfo.InvariantCulture);
        var victims = new List<CrashTestApp>();
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                CrashTestApp[] pair = [CrashTestApp.Start("loop"), CrashTestApp.Start("loop")];
                victims.AddRange(pair);
                await Task.WhenAll(pair.Select(KillAtRandomAsync));
                if (_asked is null && round < rounds) continue;
                // The promise, to the letter.
                await Task.Delay(TimeSpan.FromSeconds(10), Token);
                foreach (var victim in _asked is null ? [.. victims] : pair)
                    (await victim.NowLeftAsync()).Should().BeEmpty($"round {round} was over ten seconds ago");
                TestContext.Current.TestOutputHelper?.WriteLine($"round {round}: nothing left");
            }
        }
        finally
        {
            foreach (var victim in victims) await victim.DisposeAsync();
        }
    }

    [DockerFact]
    public async Task Cleanup_after_a_killed_process_keeps_the_resources_of_another_process()
    {
        await using var killed = await CrashTestApp.StartAndWaitAsync("wait");
        await using var neighbour = await CrashTestApp.StartAndWaitAsync("wait");

        await killed.KillAsync();

        (await killed.LeftAsync()).Should().BeEmpty();
        (await neighbour.NowLeftAsync()).Should().HaveCount(4, "a container, a network, a volume and an image");
        await neighbour.KillAsync();
        (await neighbour.LeftAsync()).Should().BeEmpty();
    }

    // At any moment since there is something to remove: while the watchdog starts, and in the middle of creates.
    private static async Task KillAtRandomAsync(CrashTestApp victim)
    {
        await victim.IsProtectedAsync();
        await Task.Delay(Random.Shared.Next(0, 2500), Token);
        await victim.KillAsync();
    }
}
