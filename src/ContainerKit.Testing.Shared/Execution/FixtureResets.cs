namespace ContainerKit.Testing.Execution;

/// <summary>The resets of several fixtures.</summary>
internal static class FixtureResets
{
    /// <summary>Resets each fixture that has running containers, even if the reset of another one fails.</summary>
    /// <exception cref="AggregateException">
    /// Several resets failed. If only one failed, its exception is thrown as is.
    /// </exception>
    public static async Task ResetAllAsync(IEnumerable<DockerFixture> fixtures, Func<DockerFixture, Task> reset)
    {
        var failures = new List<Exception>();
        foreach (var fixture in fixtures.Where(fixture => fixture.RunningContainers.Count > 0))
        {
            try
            {
                await reset(fixture).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0) throw failures is [var single] ? single : new AggregateException(failures);
    }
}
