namespace ContainerKit.Testing.AspNetCore;

/// <summary>
/// The synchronous lookup of a published port, for the configuration of a host, which cannot be awaited.
/// </summary>
internal static class PortLookup
{
    // On a pool thread, because the calling thread may have a synchronization context that the lookup would wait for.
    public static PortAddress GetAddress(Container container, int port) =>
        Task.Run(() => container.GetPublishedPortAsync(port)).GetAwaiter().GetResult();
}
