namespace ContainerKit;

/// <summary>
/// The credentials for a registry. The password appears in no message, no log and no <see cref="ToString"/>.
/// </summary>
public sealed class RegistryCredential
{
    /// <summary>The user name that registries and the Docker CLI use for an identity token.</summary>
    internal const string TokenUser = "<token>";

    /// <summary>Creates credentials from a user name and a password or access token.</summary>
    public RegistryCredential(string userName, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);
        UserName = userName;
        Password = password;
    }

    private RegistryCredential()
    {
        UserName = TokenUser;
        Password = "";
    }

    /// <summary>The user name; <c>&lt;token&gt;</c> for a token without a user name.</summary>
    public string UserName { get; }

    internal string Password { get; }

    internal string? IdentityToken { get; private init; }

    /// <summary>The token that the engine sends to the registry as it is, in place of a login.</summary>
    internal string? RegistryToken { get; private init; }

    /// <summary>
    /// Creates credentials from an identity token, which a registry returns at a login in place of the password. Access
    /// tokens are not identity tokens; use them as passwords.
    /// </summary>
    public static RegistryCredential FromIdentityToken(string identityToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(identityToken);
        return new RegistryCredential { IdentityToken = identityToken };
    }

    /// <summary>Creates credentials from a bearer token, which the Docker CLI calls a registry token.</summary>
    internal static RegistryCredential FromRegistryToken(string registryToken) => new() { RegistryToken = registryToken };

    /// <summary>Returns the user name.</summary>
    public override string ToString() => UserName;
}
