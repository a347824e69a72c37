namespace ContainerKit.Registries;

/// <summary>Whose credentials a request carries, and where they came from.</summary>
/// <param name="Credential">Null for nobody in particular.</param>
/// <param name="Source">Where they came from, in a message's words; empty for those given in code.</param>
/// <param name="Trouble">Why those of this machine could not be read, where they could not.</param>
internal sealed record ResolvedCredential(RegistryCredential? Credential, string Source = "", CredentialStoreException? Trouble = null)
{
    /// <summary>What is added to the message of a request that failed, since it may be the reason.</summary>
    public string Note => Trouble is null ? "" : " " + Trouble.Message;
}
