using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ContainerKit.Testing;

/// <summary>Extensions that make an application under test reachable from containers.</summary>
public static class KestrelExtensions
{
    /// <summary>
    /// The host name by which containers reach their host. A container knows it if its
    /// <see cref="ContainerSpec.HostGatewayAlias"/> is set to it. On Docker Desktop every container knows it.
    /// </summary>
    public const string HostGatewayAlias = "host.docker.internal";

    /// <summary>
    /// Configures the application to listen on a free port on all IPv4 addresses of this machine, so that containers
    /// reach it. For the duration of the test, other machines on the network reach it too.
    /// </summary>
    /// <example><code>
    /// factory.UseKestrel(options => options.ListenForContainers());     // .NET 10; else builder.WebHost.ConfigureKestrel
    /// factory.StartServer();
    /// </code></example>
    public static void ListenForContainers(this KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Listen(IPAddress.Any, 0);
    }

    /// <summary>
    /// Returns the URL by which containers with <see cref="HostGatewayAlias"/> reach the running application.
    /// </summary>
    /// <inheritdoc cref="AddressForContainers(IServiceProvider, string)"/>
    public static Uri AddressForContainers(this IServiceProvider services) => AddressForContainers(services, HostGatewayAlias);

    /// <summary>
    /// Returns the URL by which containers that know their host by this alias reach the running application.
    /// </summary>
    /// <param name="services">The services of the application, such as <c>factory.Services</c>.</param>
    /// <param name="hostAlias">The <see cref="ContainerSpec.HostGatewayAlias"/> of the containers.</param>
    /// <exception cref="InvalidOperationException">
    /// The application listens on no port, or only on addresses that containers cannot reach.
    /// </exception>
    public static Uri AddressForContainers(this IServiceProvider services, string hostAlias)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(hostAlias);
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var reachable = addresses
            .Select(address => address.Replace("//+", "//[::]", StringComparison.Ordinal))
            .Select(address => new Uri(address.Replace("//*", "//[::]", StringComparison.Ordinal)))
            .FirstOrDefault(address => !address.IsLoopback);
        if (reachable is null)
        {
            var listening = addresses.Count == 0 ? "no port" : string.Join(", ", addresses);
            throw new InvalidOperationException(
                $"Containers cannot reach the application: it listens on {listening}. "
                + "Use Kestrel with options.ListenForContainers(), and start the server.");
        }

        return new UriBuilder(reachable.Scheme, hostAlias, reachable.Port).Uri;
    }
}
