using System.Security.Cryptography;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>Private keys that no TLS connection of .NET can use.</summary>
internal static class TestKeys
{
    public static string Create(string kind)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return kind switch
        {
            // PKCS#8 with the algorithm 1.3.101.112 or 1.3.101.113 and a key of zeros; see RFC 8410.
            "ed25519" => Pem("302e020100300506032b657004220420" + new string('0', 64)),
            "ed448" => Pem("3047020100300506032b6571043b0439" + new string('0', 114)),
            "encrypted" => key.ExportEncryptedPkcs8PrivateKeyPem(
                "password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            "encrypted-traditional" =>
                "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n",
            "openssh" => "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
            "another" => key.ExportPkcs8PrivateKeyPem(),
            _ => "",
        };
    }

    private static string Pem(string hex) => PemEncoding.WriteString("PRIVATE KEY", Convert.FromHexString(hex));
}
