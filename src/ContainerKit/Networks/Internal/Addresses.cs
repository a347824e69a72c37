using System.Globalization;
using System.Net;

namespace ContainerKit.Networks;

/// <summary>Parses IP addresses and subnets in the responses of engines.</summary>
internal static class Addresses
{
    /// <summary>Returns the address, without the prefix length that may follow it; null if the text is not an address.</summary>
    public static IPAddress? ReadAddress(string text) => IPAddress.TryParse(text.Split('/')[0], out var address) ? address : null;

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
