using System.Globalization;
using System.Net.NetworkInformation;

namespace ContainerKit.Networks;

/// <summary>Formats and parses MAC addresses in the form of engines: <c>02:42:ac:11:00:02</c>.</summary>
internal static class MacAddresses
{
    /// <summary>Returns the address in the form of engines.</summary>
    public static string Text(PhysicalAddress address) =>
        string.Join(':', address.GetAddressBytes().Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>Returns the address; null if the text is empty or not an address.</summary>
    public static PhysicalAddress? Read(string text) =>
        text.Length > 0 && PhysicalAddress.TryParse(text, out var address) ? address : null;
}
