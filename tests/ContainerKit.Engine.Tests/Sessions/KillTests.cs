using System.Globalization;

namespace ContainerKit.Engine.Tests.Sessions;

/// <summary>
/// Kills two processes at random moments while they create resources. <c>CONTAINERKIT_KILL_ROUNDS</c> sets the number of rounds; each round
/// is then checked after ten seconds. Without that variable there are four rounds and one check at the end.
/// </summary>
[Trait("Shard", "alone")]
public sealed class KillTests : EngineTest
{
    private static readonly string? _requestedRounds = Environment.GetEnvironmentVariable("CONTAINERKIT_KILL_ROUNDS");

    [Fact(Timeout = 3_600_000)]
    public async Task Processes_killed_at_random_moments_leave_no_resources()
    {
        var rounds = _requestedRounds is null ? 4 : int.Parse(_requestedRounds, CultureInfo.InvariantCulture);
        var apps = new List<CrashTestApp>();
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                CrashTestApp[] pair = [CrashTestApp.Start("loop"), CrashTestApp.Start("loop")];
                apps.AddRange(pair);
                await Task.WhenAll(pair.Select(KillAtRandomAsync));
                if (_requestedRounds is null && round < rounds) continue;
                // The documentation promises the cleanup within ten seconds.
                await Task.Delay(TimeSpan.FromSeconds(10), Token);
                foreach (var app in _requestedRounds is null ? [.. apps] : pair)
                    (await app.GetCurrentLeftoversAsync()).Should().BeEmpty($"round {round} ended ten seconds ago");
                TestContext.Current.TestOutputHelper?.WriteLine($"round {round}: no resources left");
            }
        }
        finally
        {
            foreach (var app in apps) await app.DisposeAsync();
        }
    }

    [DockerFact]
    public async Task Cleanup_after_a_killed_process_keeps_the_resources_of_another_process()
    {
        await using var killed = await CrashTestApp.StartAndWaitAsync("wait");
        await using var other = await CrashTestApp.StartAndWaitAsync("wait");

        await killed.KillAsync();

        (await killed.GetFinalLeftoversAsync()).Should().BeEmpty();
        (await other.GetCurrentLeftoversAsync()).Should().HaveCount(4, "a container, a network, a volume and an image");
        await other.KillAsync();
        (await other.GetFinalLeftoversAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Killed_application_that_tracks_its_engine_leaves_no_resources()
    {
        await using var app = await CrashTestApp.StartAndWaitAsync("application");

        await app.KillAsync();

        (await app.GetFinalLeftoversAsync()).Should().BeEmpty();
    }

    // The moment lies between the start of the watchdog and the middle of the creates.
    private static async Task KillAtRandomAsync(CrashTestApp app)
    {
        await app.WaitUntilTrackedAsync();
        await Task.Delay(Random.Shared.Next(0, 2500), Token);
        await app.KillAsync();
    }
}
