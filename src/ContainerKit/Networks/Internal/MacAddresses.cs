using System.Net.NetworkInformation;

namespace ContainerKit.Networks;

/// <summary>MAC addresses as engines write them: <c>02:42:ac:11:00:02</c>.</summary>
internal static class MacAddresses
{
    public static string Text(PhysicalAddress address) => string.Join(':', address.GetAddressBytes().Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The address; null for an empty text, and for one that is none.</summary>
    public static PhysicalAddress? Read(string text) => text.Length > 0 && PhysicalAddress.TryParse(text, out var address) ? address : null;
}
