namespace ContainerKit.Testing.AspNetCore;

/// <summary>Asks for an address where nobody can await it: a host is configured synchronously.</summary>
internal static class Addresses
{
    // On a thread of the pool, since this one may have a context that the answer would wait for.
    public static PortAddress Of(Container container, int port) => Task.Run(() => container.GetPublishedPortAsync(port)).GetAwaiter().GetResult();
}
