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

    /// <summary>Ends all forwarders.</summary>
    /// <param name="mayFinish">
    /// True for a container that was removed: its log is complete, and the lines on their way are let through. False for one that goes on.
    /// </param>
    public async Task EndAsync(bool mayFinish)
    {
        List<LogForwarder> forwarders;
        lock (_forwarders) forwarders = [.. _forwarders];
        foreach (var forwarder in forwarders) await forwarder.EndAsync(mayFinish).ConfigureAwait(false);
    }
}
