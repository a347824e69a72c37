namespace ContainerKit.Networks;

/// <summary>
/// What the engine said of a container's published ports, kept for as long as nothing happens that may move them: a port that the engine chose is another
/// one after each start, and after a change of networks.
/// </summary>
internal sealed class PortMemory
{
    private readonly object _gate = new();
    private ContainerDetails? _seen;
    private int _underWay;
    private bool _isLost;

    /// <summary>How often they may have moved. Whoever wants an answer kept reads it before asking.</summary>
    public int Moves { get; private set; }

    /// <summary>What was said last; null where the engine has to be asked.</summary>
    public ContainerDetails? Seen
    {
        get
        {
            lock (_gate) return _seen;
        }
    }

    /// <summary>Keeps an answer, unless the ports may have moved since it was asked for, or are about to.</summary>
    /// <param name="asOf">The <see cref="Moves"/> from before the question.</param>
    public void Keep(ContainerDetails details, int asOf)
    {
        lock (_gate)
        {
            if (asOf == Moves && _underWay == 0 && !_isLost) _seen = details.State == ContainerState.Running ? details : null;
        }
    }

    /// <summary>Forgets what was said: they may have moved.</summary>
    public void Forget()
    {
        lock (_gate) MayHaveMoved();
    }

    /// <summary>
    /// Does something that may move them. Nothing is kept meanwhile; nor after its answer was lost, since the engine may be at it still, until something else
    /// has been answered.
    /// </summary>
    public async Task MoveAsync(Func<Task> move)
    {
        lock (_gate)
        {
            _underWay++;
            MayHaveMoved();
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
                _underWay--;
                _isLost = isLost;
                MayHaveMoved();
            }
        }
    }

    private void MayHaveMoved()
    {
        Moves++;
        _seen = null;
    }
}
