namespace ContainerKit.Registries;

/// <summary>The credentials of a request, and their source.</summary>
/// <param name="Credential">The credentials; null for an anonymous request.</param>
/// <param name="Source">
/// The source of the credentials, as messages name it; empty for credentials that the caller passed.
/// </param>
/// <param name="ReadError">
/// The error that prevented reading the credentials of this machine; null if there was none.
/// </param>
internal sealed record ResolvedCredential(
    RegistryCredential? Credential, string Source = "", CredentialStoreException? ReadError = null)
{
    /// <summary>
    /// The text to append to the message of a failed request, with a leading space. The read error may be its cause.
    /// </summary>
    public string ErrorHint => ReadError is null ? "" : " " + ReadError.Message;
}
