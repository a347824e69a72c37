namespace ContainerKit.Cleanup;

/// <summary>
/// The labels the library puts on everything it makes, before the request leaves: clean-up finds things by them when an answer was lost.
/// </summary>
internal static class OwnLabels
{
    public const string Prefix = "containerkit.";

    /// <summary>Which process made it; see <see cref="SessionId"/>.</summary>
    public const string Session = Prefix + "session";

    /// <summary>
    /// On an image: the session at whose end it goes. A key of its own, since containers inherit their image's labels, and one that
    /// somebody else makes from such an image is theirs.
    /// </summary>
    public const string ImageSession = Prefix + "image-session";

    /// <summary>Which create request made it: unique for each.</summary>
    public const string Create = Prefix + "create";

    private static volatile string _sessionId = SessionOwner.This.ToString();

    /// <summary>This process, as far as labels are concerned. Changes once, when it becomes guarded.</summary>
    public static string SessionId => _sessionId;

    /// <summary>
    /// From here on, what is made goes with the process: the label says so, since a clean-up after its end must leave alone what was made
    /// before, and belongs to whoever it was handed to.
    /// </summary>
    public static void Guard() => _sessionId = (SessionOwner.This with { IsGuarded = true }).ToString();

    public static bool IsOwn(string label) => label.StartsWith(Prefix, StringComparison.Ordinal);

    public static string NewNonce() => Guid.NewGuid().ToString("N");
}
