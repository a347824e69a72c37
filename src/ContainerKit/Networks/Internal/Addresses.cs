using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ContainerKit.Networks;

/// <summary>Parses IP addresses and subnets in the responses of engines and in texts of users.</summary>
internal static class Addresses
{
    /// <summary>Returns the address, without the prefix length that may follow it; null if the text is not an address.</summary>
    public static IPAddress? ReadAddress(string text) => IPAddress.TryParse(text.Split('/')[0], out var address) ? address : null;

    /// <summary>
    /// Returns the address that a user wrote; null if it is none. An IPv4 address must be four plain numbers, as in the Docker CLI:
    /// .NET also accepts numbers with another base, such as 010, and fewer than four.
    /// </summary>
    public static IPAddress? ParseText(string text) =>
        IPAddress.TryParse(text, out var address) && !text.AsSpan().ContainsAny("%[]")
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address
            : null;

    /// <summary>
    /// Returns the subnet; null if the text is not a subnet. An engine may report a subnet by any address in it, so the host
    /// bits are cleared.
    /// </summary>
    public static IPNetwork? ReadRange(string text)
    {
        if (text.Split('/') is not [var first, var length] || !IPAddress.TryParse(first, out var address)
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)) return null;
        var bytes = address.GetAddressBytes();
        if (prefix > bytes.Length * 8) return null;
        for (var bit = prefix; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
