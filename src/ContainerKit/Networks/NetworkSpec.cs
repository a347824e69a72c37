using System.Net.Sockets;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>The description of a network to create: the options of <c>docker network create</c>. Immutable.</summary>
/// <example><code>
/// new NetworkSpec { Name = "app", Subnets = ["10.20.0.0/24"], Internal = true }
/// </code></example>
public sealed record NetworkSpec
{
    /// <summary>
    /// The name of the network. Engines take any text, also with spaces. Default: <c>network-</c> and a random suffix.
    /// </summary>
    public string? Name
    {
        get;
        init
        {
            if (value is not null) PathSegment.Validate(value, "network");
            field = value;
        }
    }

    /// <summary>The driver. Default: <c>bridge</c>, a network on the host of the engine.</summary>
    public string Driver
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value)
            ? throw new ArgumentException(
                "The name of a network driver must not be empty. Write a name such as bridge.", nameof(value))
            : SpecValidation.ValidateText(value, "The network driver")!;
    } = "bridge";

    /// <summary>
    /// Indicates whether the network is internal: its containers reach only each other. Default: false.
    /// </summary>
    public bool Internal { get; init; }

    /// <summary>
    /// Indicates whether containers get IPv6 addresses too. If <see cref="Subnets"/> contains no IPv6 subnet and the
    /// engine does not choose one, a random private subnet is used. Default: false, unless <see cref="Subnets"/>
    /// contains an IPv6 subnet.
    /// </summary>
    public bool IPv6 { get; init; }

    /// <summary>
    /// Indicates whether containers that are not part of a service can join a swarm network. Default: false.
    /// </summary>
    public bool Attachable { get; init; }

    /// <summary>The subnets, as text or typed: <c>["10.20.0.0/24"]</c>. Default: chosen by the engine.</summary>
    public IReadOnlyList<NetworkSubnet> Subnets
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "subnets");
    } = [];

    /// <summary>The labels to add to those of this library. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>The options of the driver, such as <c>com.docker.network.driver.mtu</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    internal bool HasIPv6 => IPv6 || Subnets.Any(subnet => subnet.Family == AddressFamily.InterNetworkV6);

    /// <summary>Returns the network on one line.</summary>
    public override string ToString() => Name is null ? "create network" : $"create network {Name}";

    /// <exception cref="ArgumentException">The name is predefined by the engine, or two subnets overlap.</exception>
    internal void Validate()
    {
        if (Name is "bridge" or "host" or "none" or "default" or "container"
            || Name?.StartsWith(NetworkAttachment.ContainerPrefix, StringComparison.Ordinal) is true)
            throw ArgumentErrors.Create(
                $"The network name '{Name}' is predefined by the engine. Choose another name.", nameof(Name));
        for (var i = 0; i < Subnets.Count; i++)
        {
            if (Subnets.Take(i).FirstOrDefault(Subnets[i].Overlaps) is { } other)
                throw ArgumentErrors.Create(
                    $"The subnets {other} and {Subnets[i]} overlap. Change or remove one of them.", nameof(Subnets));
        }
    }
}
