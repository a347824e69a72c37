namespace ContainerKit.Testing.Execution;

/// <summary>The actions before and after each test that uses containers.</summary>
internal static class ContainerTestHooks
{
    /// <summary>
    /// Skips or fails the test if no engine is available. Resets a fixture whose last reset did not complete.
    /// </summary>
    public static async Task BeforeTestAsync(TestLogCapture capture, IReadOnlyList<DockerFixture> fixtures)
    {
        if (await EngineAvailability.GetSkipReasonAsync(fixtures).ConfigureAwait(false) is { } reason)
            throw CurrentTest.CreateSkipException(reason);
        if (fixtures.Count == 0) await EngineAvailability.ThrowIfRequiredAsync().ConfigureAwait(false);
        await FixtureResets.ResetAllAsync(fixtures, fixture => fixture.BeforeTestAsync(capture)).ConfigureAwait(false);
    }

    /// <summary>
    /// Reports the containers' logs if the test failed, and resets the fixtures that no other test uses at this time.
    /// </summary>
    public static async Task AfterTestAsync(
        TestLogCapture capture, IReadOnlyList<DockerFixture> fixtures, bool hasFailed, Action<ContainerLog> report)
    {
        // A test can be marked twice, by its class and by its assembly.
        if (!capture.TryComplete()) return;
        fixtures = [.. fixtures.Union(capture.UsedFixtures).Where(fixture => !fixture.IsDisposed)];
        try
        {
            if (!hasFailed) return;
            foreach (var log in await capture.ReadLogsAsync(fixtures).ConfigureAwait(false)) report(log);
        }
        finally
        {
            await FixtureResets.ResetAllAsync(fixtures, fixture => fixture.AfterTestAsync(capture)).ConfigureAwait(false);
        }
    }
}
