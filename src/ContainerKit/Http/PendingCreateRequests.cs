namespace ContainerKit.Http;

/// <summary>
/// Counts the create requests that have no response yet, and rejects new ones when the process is exiting. Only then
/// does a list of the engine's resources contain all of them.
/// </summary>
internal sealed class PendingCreateRequests
{
    private readonly object _gate = new();
    private int _pending;
    private bool _isClosed;

    /// <summary>
    /// Returns whether a message of the raw client creates a resource that a session has to remove. The requests of this
    /// library state it themselves (<see cref="EngineRequest.CreatesResource"/>). A pull creates none: images are a cache.
    /// </summary>
    public static bool IsCreateRequest(HttpRequestMessage message) => message.Method == HttpMethod.Post
        && message.RequestUri!.AbsolutePath is var path
        && (path.EndsWith("/commit", StringComparison.Ordinal)
            || (path.EndsWith("/create", StringComparison.Ordinal) && !path.EndsWith("/images/create", StringComparison.Ordinal)));

    /// <summary>Counts a request that is about to be sent.</summary>
    /// <exception cref="InvalidOperationException">The process is exiting.</exception>
    public void Start()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new InvalidOperationException(
                    "Could not create a resource on the engine: the process is exiting, "
                    + "and its session removes the resources that it created.");
            }

            _pending++;
        }
    }

    /// <summary>
    /// Counts a response. A request without a response stays pending, because the engine may still work on it.
    /// </summary>
    public void Complete()
    {
        lock (_gate) _pending--;
    }

    /// <summary>Rejects all further requests.</summary>
    /// <returns>True if every request that was sent has its response.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            return _pending == 0;
        }
    }
}
