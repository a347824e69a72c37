namespace ContainerKit.Cleanup;

/// <summary>
/// Looks for what a request has made whose answer was lost. The engine may still be at work on it, so it is looked for again a little later
/// before it is believed that nothing was made.
/// </summary>
internal static class Stragglers
{
    private static readonly TimeSpan[] _delays = [.. new[] { 0, 50, 150, 400 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    public static async Task<string?> FindAsync(Func<Task<string?>> look, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var delay in _delays)
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            if (await look().ConfigureAwait(false) is { } found) return found;
        }

        return null;
    }
}
