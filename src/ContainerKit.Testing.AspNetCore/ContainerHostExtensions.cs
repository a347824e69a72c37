using ContainerKit.Testing.AspNetCore;
using Microsoft.AspNetCore.Hosting;

namespace ContainerKit.Testing;

/// <summary>Containers' addresses as the configuration of an application under test.</summary>
public static class ContainerHostExtensions
{
    /// <summary>Sets a key of the application's configuration to where a container's published TCP port is reached, as <c>host:port</c>, an IPv6 address in brackets.</summary>
    /// <inheritdoc cref="UseContainer(IWebHostBuilder, string, Container, int, Func{PortAddress, string})"/>
    /// <example><code>
    /// protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseContainer("ConnectionStrings:Cache", redis.Container, 6379);
    /// </code></example>
    public static IWebHostBuilder UseContainer(this IWebHostBuilder builder, string key, Container container, int port) =>
        UseContainer(builder, key, container, port, address => address.ToString());

    /// <summary>
    /// Sets a key of the application's configuration to what is made of where a container's published TCP port is reached, such as a
    /// connection string. For <c>WebApplicationFactory.ConfigureWebHost</c> and <c>WithWebHostBuilder</c>; it outranks the application's own settings.
    /// </summary>
    /// <param name="builder">The application's.</param>
    /// <param name="key">The key, such as <c>ConnectionStrings:Orders</c>.</param>
    /// <param name="container">A running container.</param>
    /// <param name="port">A port in the container that it publishes.</param>
    /// <param name="value">Makes the value.</param>
    /// <exception cref="InvalidOperationException">The container does not publish the port, or does not run.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>, once per container.</remarks>
    public static IWebHostBuilder UseContainer(this IWebHostBuilder builder, string key, Container container, int port, Func<PortAddress, string> value)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(value);
        return builder.UseSetting(key, value(Addresses.Of(container, port)));
    }
}
