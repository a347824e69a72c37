using System.Formats.Asn1;
using System.Text;

namespace ContainerKit.Services.Internal;

/// <summary>The messages of LDAP 3 with which a client logs in (RFC 4511, section 4.2).</summary>
internal static class LdapBind
{
    /// <summary>Creates a wait for a server that accepts this name and password.</summary>
    public static Wait WaitFor(int port, string name, string password) =>
        Handshake.WaitFor("LDAP", port, CreateRequest(name, password), length: 10, IsSuccess);

    // A BindRequest with the message id 1: the version, the name and the password.
    private static byte[] CreateRequest(string name, string password)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, 0)))
            {
                writer.WriteInteger(3);
                writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
                writer.WriteOctetString(Encoding.UTF8.GetBytes(password), new Asn1Tag(TagClass.ContextSpecific, 0));
            }
        }

        return writer.Encode();
    }

    // A BindResponse to the message 1 with the result code 0.
    private static bool IsSuccess(byte[] response) => response is [0x30, _, 2, 1, 1, 0x61, _, 0x0A, 1, 0];
}
