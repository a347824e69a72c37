namespace ContainerKit.Http;

/// <summary>
/// Requests that remove what was made and end what was begun. They are asked of an engine that has been disposed, too: the order in which
/// things are disposed is not always their owner's choice, and what was made must not stay for it.
/// </summary>
internal static class LateRequests
{
    // Of a flow of control, and so no state that anybody shares.
    private static readonly AsyncLocal<bool> _areAllowed = new();

    /// <summary>Whether this flow of control is cleaning up.</summary>
    public static bool AreAllowed => _areAllowed.Value;

    /// <summary>Allows them to the asynchronous method that says so, until it ends, and to all that it calls.</summary>
    public static void Allow() => _areAllowed.Value = true;
}
