using System.Net;
using System.Net.Sockets;
using ContainerKit.Diagnostics;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>A subnet of a network. A string such as <c>"10.20.0.0/24"</c> converts implicitly.</summary>
/// <param name="Range">The address range: its first address and its prefix length.</param>
public sealed record NetworkSubnet(IPNetwork Range)
{
    /// <summary>
    /// The address of the gateway, within the range. Default: chosen by the engine, usually the first address.
    /// </summary>
    public IPAddress? Gateway
    {
        get;
        init => field = value is null || Range.Contains(value)
            ? value
            : throw ArgumentErrors.Create(
                $"The gateway {value} is not in the subnet {Range}. Choose an address of the subnet.", nameof(value));
    }

    /// <summary>
    /// The part of the range from which the engine assigns addresses. The rest is available for fixed addresses.
    /// Default: the whole range.
    /// </summary>
    public IPNetwork? Pool
    {
        get;
        init => field = value is not { } pool || (Range.Contains(pool.BaseAddress) && pool.PrefixLength >= Range.PrefixLength)
            ? value
            : throw ArgumentErrors.Create(
                $"The pool {pool} is not in the subnet {Range}. Choose a part of the subnet.", nameof(value));
    }

    internal AddressFamily Family => Range.BaseAddress.AddressFamily;

    /// <inheritdoc cref="Parse"/>
    public static implicit operator NetworkSubnet(string text) => Parse(text);

    /// <summary>
    /// Parses a subnet in the format of <c>docker network create --subnet</c>: <c>10.20.0.0/24</c>, <c>fd00:1::/64</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not have this format.</exception>
    public static NetworkSubnet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Only the first address of the range is accepted. Another address may be a mistake, and engines treat it
        // differently.
        return Addresses.ReadRange(text) is { } range && range.BaseAddress.Equals(Addresses.ParseText(text.Split('/')[0]))
            ? new NetworkSubnet(range)
            : throw ArgumentErrors.Create(
                $"'{text}' is not a subnet. Write its first address and its prefix length, such as 10.20.0.0/24.",
                nameof(text));
    }

    /// <summary>Returns the range in the format of the Docker CLI.</summary>
    public override string ToString() => Range.ToString();

    internal bool Overlaps(NetworkSubnet other) =>
        Range.Contains(other.Range.BaseAddress) || other.Range.Contains(Range.BaseAddress);
}
