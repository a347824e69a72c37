using ContainerKit.Testing.AspNetCore;
using Microsoft.AspNetCore.Hosting;

namespace ContainerKit.Testing;

/// <summary>Extensions that pass addresses of containers to the configuration of an application under test.</summary>
public static class ContainerHostExtensions
{
    /// <summary>
    /// Sets a key of the application's configuration to the address of a container's published TCP port, as
    /// <c>host:port</c>. An IPv6 address is in brackets.
    /// </summary>
    /// <inheritdoc cref="UseContainer(IWebHostBuilder, string, Container, int, Func{PortAddress, string})"/>
    /// <example><code>
    /// protected override void ConfigureWebHost(IWebHostBuilder builder) =>
    ///     builder.UseContainer("ConnectionStrings:Cache", redis.Container, 6379);
    /// </code></example>
    public static IWebHostBuilder UseContainer(this IWebHostBuilder builder, string key, Container container, int port) =>
        UseContainer(builder, key, container, port, address => address.ToString());

    /// <summary>
    /// Sets a key of the application's configuration to a value that is computed from the address of a container's
    /// published TCP port, such as a connection string. For <c>WebApplicationFactory.ConfigureWebHost</c> and
    /// <c>WithWebHostBuilder</c>. The value overrides the application's own settings.
    /// </summary>
    /// <param name="builder">The application's host builder.</param>
    /// <param name="key">The key, such as <c>ConnectionStrings:Orders</c>.</param>
    /// <param name="container">A running container.</param>
    /// <param name="port">The port in the container. The container must publish it.</param>
    /// <param name="value">Computes the value from the address.</param>
    /// <exception cref="InvalidOperationException">
    /// The container does not publish the port, or is not running.
    /// </exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>, once per container.</remarks>
    public static IWebHostBuilder UseContainer(
        this IWebHostBuilder builder, string key, Container container, int port, Func<PortAddress, string> value)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(value);
        return builder.UseSetting(key, value(PortLookup.GetAddress(container, port)));
    }
}
