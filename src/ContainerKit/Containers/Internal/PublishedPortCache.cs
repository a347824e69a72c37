namespace ContainerKit.Containers;

/// <summary>
/// The cache of a container's published ports. An engine assigns other host ports after each start and after a change
/// of networks, so each operation of this library that can change the ports clears the cache.
/// </summary>
internal sealed class PublishedPortCache
{
    private readonly object _gate = new();
    private ContainerDetails? _current;
    private int _pendingChanges;
    private bool _isResponseLost;

    /// <summary>
    /// The number of possible changes so far. Read it before an inspect request, and pass it to <see cref="Store"/>.
    /// </summary>
    public int Version { get; private set; }

    /// <summary>
    /// The last inspect response; null if the ports may have changed since, so that a request is necessary.
    /// </summary>
    public ContainerDetails? Current
    {
        get
        {
            lock (_gate) return _current;
        }
    }

    /// <summary>
    /// Stores an inspect response, unless the ports may have changed since the request, or may change now.
    /// </summary>
    /// <param name="details">The response.</param>
    /// <param name="asOf">The <see cref="Version"/> before the request.</param>
    public void Store(ContainerDetails details, int asOf)
    {
        lock (_gate)
        {
            if (asOf != Version || _pendingChanges > 0 || _isResponseLost) return;
            _current = details.State == ContainerState.Running ? details : null;
        }
    }

    /// <summary>Clears the cache.</summary>
    public void Invalidate()
    {
        lock (_gate) InvalidateLocked();
    }

    /// <summary>
    /// Runs an operation that can change the ports. The cache stores nothing during the operation. If its response is
    /// lost, the engine may still be executing it, so the cache stores nothing until another operation has a response.
    /// </summary>
    public async Task InvalidateDuringAsync(Func<Task> operation)
    {
        lock (_gate)
        {
            _pendingChanges++;
            InvalidateLocked();
        }

        var isLost = false;
        try
        {
            await operation().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or EngineUnavailableException)
        {
            isLost = true;
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _pendingChanges--;
                _isResponseLost = isLost;
                InvalidateLocked();
            }
        }
    }

    private void InvalidateLocked()
    {
        Version++;
        _current = null;
    }
}
