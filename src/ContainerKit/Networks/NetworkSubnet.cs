using System.Net;
using System.Net.Sockets;
using ContainerKit.Networks;

namespace ContainerKit;

/// <summary>A range of addresses that a network gives to its containers. A text such as <c>"10.20.0.0/24"</c> converts by itself.</summary>
/// <param name="Range">The range, by its first address and the length of its prefix.</param>
public sealed record NetworkSubnet(IPNetwork Range)
{
    /// <summary>The address of the network's host within the range. Default: the engine chooses, usually the first one.</summary>
    public IPAddress? Gateway
    {
        get;
        init => field = value is null || Range.Contains(value)
            ? value
            : throw new ArgumentException($"The gateway {value} is not in the subnet {Range}.", nameof(value));
    }

    /// <summary>The part of the range that the engine gives addresses from; what is left is for fixed ones. Default: all of it.</summary>
    public IPNetwork? Pool
    {
        get;
        init => field = value is not { } pool || (Range.Contains(pool.BaseAddress) && pool.PrefixLength >= Range.PrefixLength)
            ? value
            : throw new ArgumentException($"The pool {pool} is not in the subnet {Range}.", nameof(value));
    }

    internal AddressFamily Family => Range.BaseAddress.AddressFamily;

    /// <inheritdoc cref="Parse"/>
    public static implicit operator NetworkSubnet(string text) => Parse(text);

    /// <summary>Reads a range as <c>docker network create --subnet</c> takes it: <c>10.20.0.0/24</c>, <c>fd00:1::/64</c>.</summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static NetworkSubnet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // By its first address: whoever writes another one may mean something else. The platforms do not agree about that.
        return Addresses.ReadRange(text) is { } range && range.BaseAddress.Equals(Addresses.ReadAddress(text))
            ? new NetworkSubnet(range)
            : throw new ArgumentException($"'{text}' is not a subnet: write its first address and the length of its prefix, such as 10.20.0.0/24.", nameof(text));
    }

    /// <summary>The range as the docker command takes it.</summary>
    public override string ToString() => Range.ToString();

    internal bool Overlaps(NetworkSubnet other) => Range.Contains(other.Range.BaseAddress) || other.Range.Contains(Range.BaseAddress);
}
