namespace ContainerKit.Http;

/// <summary>
/// Knows which requests that make something are still unanswered, and lets no more pass once the process is ending: only then can a look
/// at the engine tell that nothing more will come.
/// </summary>
internal sealed class PendingCreateRequests
{
    private readonly object _gate = new();
    private int _unanswered;
    private bool _isClosed;

    /// <summary>Whether a request makes something that belongs to someone. A pull does not: images are a cache.</summary>
    public static bool Concerns(HttpRequestMessage request) => request.Method == HttpMethod.Post
        && request.RequestUri!.AbsolutePath is var path
        && (path.EndsWith("/commit", StringComparison.Ordinal)
            || (path.EndsWith("/create", StringComparison.Ordinal) && !path.EndsWith("/images/create", StringComparison.Ordinal)));

    /// <exception cref="InvalidOperationException">The process is ending.</exception>
    public void Begin()
    {
        lock (_gate)
        {
            if (_isClosed) throw new InvalidOperationException("Nothing can be made on the engine any more: the process is ending, and its session removes what it made.");
            _unanswered++;
        }
    }

    /// <summary>The engine is done with one. Not said for a request that broke off: the engine may be at work on it for a while.</summary>
    public void Answered()
    {
        lock (_gate) _unanswered--;
    }

    /// <summary>Lets nothing more pass.</summary>
    /// <returns>Whether everything that has passed was answered.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            return _unanswered == 0;
        }
    }
}
