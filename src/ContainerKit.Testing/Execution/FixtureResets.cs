namespace ContainerKit.Testing.Execution;

/// <summary>Resets of several fixtures.</summary>
internal static class FixtureResets
{
    /// <summary>Does something about each fixture that runs, whatever becomes of the others.</summary>
    /// <exception cref="AggregateException">Several failed; one that is alone comes out as it is.</exception>
    public static async Task ResetAllAsync(IEnumerable<DockerFixture> fixtures, Func<DockerFixture, Task> reset)
    {
        var failures = new List<Exception>();
        foreach (var fixture in fixtures.Where(fixture => fixture.Running.Count > 0))
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

        if (failures.Count > 0) throw failures is [var one] ? one : new AggregateException(failures);
    }
}
