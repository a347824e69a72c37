namespace ContainerKit.Containers;

/// <summary>
/// What the engine said of a container's published ports, kept for as long as nothing happens that may move them: a port that the engine chose is another
/// one after each start, and after a change of networks.
/// </summary>
internal sealed class PublishedPortCache
{
    private readonly object _gate = new();
    private ContainerDetails? _current;
    private int _pendingChanges;
    private bool _isResponseLost;

    /// <summary>How often they may have moved. Whoever wants an answer kept reads it before asking.</summary>
    public int Version { get; private set; }

    /// <summary>What was said last; null where the engine has to be asked.</summary>
    public ContainerDetails? Current
    {
        get
        {
            lock (_gate) return _current;
        }
    }

    /// <summary>Keeps an answer, unless the ports may have moved since it was asked for, or are about to.</summary>
    /// <param name="asOf">The <see cref="Version"/> from before the question.</param>
    public void Store(ContainerDetails details, int asOf)
    {
        lock (_gate)
        {
            if (asOf == Version && _pendingChanges == 0 && !_isResponseLost) _current = details.State == ContainerState.Running ? details : null;
        }
    }

    /// <summary>Forgets what was said: they may have moved.</summary>
    public void Invalidate()
    {
        lock (_gate) InvalidateLocked();
    }

    /// <summary>
    /// Does something that may move them. Nothing is kept meanwhile; nor after its answer was lost, since the engine may be at it still, until something else
    /// has been answered.
    /// </summary>
    public async Task InvalidateDuringAsync(Func<Task> move)
    {
        lock (_gate)
        {
            _pendingChanges++;
            InvalidateLocked();
        }

        var isLost = false;
        try
        {
            await move().ConfigureAwait(false);
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
