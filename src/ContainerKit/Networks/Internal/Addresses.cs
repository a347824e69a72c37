using System.Globalization;
using System.Net;

namespace ContainerKit.Networks;

/// <summary>Reads addresses as engines write them.</summary>
internal static class Addresses
{
    /// <summary>The address, with or without the length of its network's prefix behind it; null where there is none.</summary>
    public static IPAddress? ReadAddress(string text) => IPAddress.TryParse(text.Split('/')[0], out var address) ? address : null;

    /// <summary>The range; null where there is none. Engines write some by an address within.</summary>
    public static IPNetwork? ReadRange(string text)
    {
        if (text.Split('/') is not [var first, var length] || !IPAddress.TryParse(first, out var address) || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)) return null;
        var bytes = address.GetAddressBytes();
        if (prefix > bytes.Length * 8) return null;
        for (var bit = prefix; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
