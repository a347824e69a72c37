namespace ContainerKit;

/// <summary>A user of a registry. Its password appears in no message, no log and no <see cref="ToString"/>.</summary>
public sealed class RegistryCredential
{
    /// <summary>How registries and the docker command call the user of an identity token.</summary>
    internal const string TokenUser = "<token>";

    /// <summary>A user's name and password, or access token.</summary>
    public RegistryCredential(string userName, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);
        UserName = userName;
        Password = password;
    }

    private RegistryCredential(string identityToken)
    {
        UserName = TokenUser;
        Password = "";
        IdentityToken = identityToken;
    }

    /// <summary>The user's name; <c>&lt;token&gt;</c> for an identity token.</summary>
    public string UserName { get; }

    internal string Password { get; }

    internal string? IdentityToken { get; }

    /// <summary>An identity token, as a registry hands it out at a login in place of the password. It is no access token: those are passwords.</summary>
    public static RegistryCredential FromIdentityToken(string identityToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(identityToken);
        return new RegistryCredential(identityToken);
    }

    /// <summary>The user's name.</summary>
    public override string ToString() => UserName;
}
