namespace ContainerKit.Cleanup;

/// <summary>
/// The labels the library puts on everything it makes, before the request leaves: clean-up finds things by them when an answer was lost.
/// </summary>
internal static class OwnLabels
{
    public const string Prefix = "containerkit.";

    /// <summary>Which process made it; see <see cref="SessionId"/>.</summary>
    public const string Session = Prefix + "session";

    /// <summary>Which create request made it: unique for each.</summary>
    public const string Create = Prefix + "create";

    /// <summary>This process, as far as labels are concerned.</summary>
    public static string SessionId { get; } = Guid.NewGuid().ToString("N");

    public static bool IsOwn(string label) => label.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A copy of the labels with the library's own.</summary>
    public static Dictionary<string, string> Added(IEnumerable<KeyValuePair<string, string>>? labels, string nonce) => new(labels ?? [])
    {
        [Session] = SessionId,
        [Create] = nonce,
    };

    public static string NewNonce() => Guid.NewGuid().ToString("N");
}
