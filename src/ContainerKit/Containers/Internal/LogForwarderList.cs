namespace ContainerKit.Containers;

/// <summary>The log forwarders of a container.</summary>
internal sealed class LogForwarderList
{
    private readonly List<LogForwarder> _forwarders = [];

    /// <summary>Adds a forwarder.</summary>
    public void Add(LogForwarder forwarder)
    {
        lock (_forwarders) _forwarders.Add(forwarder);
    }

    /// <summary>Stops all forwarders.</summary>
    /// <param name="isLogComplete">
    /// True for a container that was removed: its log is complete, and the remaining lines are forwarded. False for a
    /// container that is still running.
    /// </param>
    public async Task StopAsync(bool isLogComplete)
    {
        List<LogForwarder> forwarders;
        lock (_forwarders) forwarders = [.. _forwarders];
        foreach (var forwarder in forwarders) await forwarder.StopAsync(isLogComplete).ConfigureAwait(false);
    }
}
