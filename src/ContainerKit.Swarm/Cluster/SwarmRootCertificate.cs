namespace ContainerKit.Swarm;

/// <summary>A root certificate for a swarm, with the key that signs the certificates of its nodes. Immutable.</summary>
public sealed class SwarmRootCertificate
{
    /// <summary>Creates the pair.</summary>
    /// <param name="certificate">The certificate in PEM format.</param>
    /// <param name="key">The key in PEM format, without a password. It is a secret.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public SwarmRootCertificate(string certificate, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(certificate);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Certificate = certificate;
        Key = key;
    }

    /// <summary>The certificate in PEM format.</summary>
    public string Certificate { get; }

    // Not public: a logger that writes all properties of an object must not write it.
    internal string Key { get; }

    /// <summary>Returns a text without the key.</summary>
    public override string ToString() => "root certificate";
}
