namespace ContainerKit.Cleanup;

/// <summary>
/// A request whose answer was lost may still be at work on the engine: what it makes is looked for several times before it is believed
/// that it made nothing. A busy engine takes seconds for a create that usually takes a moment.
/// </summary>
internal static class LateResourcePolling
{
    /// <summary>How long to wait before each look.</summary>
    public static readonly TimeSpan[] Delays = [.. new[] { 0, 50, 150, 400, 1000, 2000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];
}
