using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ContainerKit.Testing;

/// <summary>The way from containers to the application under test.</summary>
public static class KestrelExtensions
{
    /// <summary>The name under which containers reach their host, where <see cref="ContainerSpec.HostGatewayAlias"/> says it, and on Docker Desktop by itself.</summary>
    public const string HostGatewayAlias = "host.docker.internal";

    /// <summary>
    /// Has the application listen on a free port where containers reach it. That is on every address of this machine, so for the time of
    /// the test others on its network reach it too.
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

    /// <summary>Where containers with <see cref="HostGatewayAlias"/> reach the running application.</summary>
    /// <inheritdoc cref="AddressForContainers(IServiceProvider, string)"/>
    public static Uri AddressForContainers(this IServiceProvider services) => AddressForContainers(services, HostGatewayAlias);

    /// <summary>Where containers that know their host by this name reach the running application.</summary>
    /// <param name="services">The application's, such as <c>factory.Services</c>.</param>
    /// <param name="hostAlias">What their <see cref="ContainerSpec.HostGatewayAlias"/> says.</param>
    /// <exception cref="InvalidOperationException">The application listens on no port, or on none that containers reach.</exception>
    public static Uri AddressForContainers(this IServiceProvider services, string hostAlias)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(hostAlias);
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var reachable = addresses.Select(address => address.Replace("//+", "//[::]", StringComparison.Ordinal).Replace("//*", "//[::]", StringComparison.Ordinal))
            .Select(address => new Uri(address)).FirstOrDefault(address => !address.IsLoopback);
        if (reachable is null)
        {
            throw new InvalidOperationException(
                $"Containers cannot reach the application: it listens on {(addresses.Count == 0 ? "no port" : string.Join(", ", addresses))}. Use Kestrel with options.ListenForContainers(), and start it.");
        }

        return new UriBuilder(reachable.Scheme, hostAlias, reachable.Port).Uri;
    }
}
