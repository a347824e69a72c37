namespace ContainerKit.Cleanup;

/// <summary>
/// The schedule on which a resource is looked for whose create request got no response. The engine may still work on
/// that request, and a busy engine takes seconds for a create that usually takes milliseconds.
/// </summary>
internal static class LateResourcePolling
{
    /// <summary>
    /// The delay before each look. The steps are finer at the start than those of a doubling backoff.
    /// </summary>
    public static readonly TimeSpan[] Delays = [.. new[] { 0, 50, 150, 400, 1000, 2000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];
}
