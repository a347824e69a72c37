namespace ContainerKit.Testing.AspNetCore;

/// <summary>Looks up the address of a published port synchronously: the configuration of a host cannot be awaited.</summary>
internal static class PortLookup
{
    // On a pool thread, because the calling thread may have a synchronization context that the lookup would wait for.
    public static PortAddress GetAddress(Container container, int port) =>
        Task.Run(() => container.GetPublishedPortAsync(port)).GetAwaiter().GetResult();
}
