namespace ContainerKit;

/// <summary>A user of a registry. Its password appears in no message, no log and no <see cref="ToString"/>.</summary>
public sealed class RegistryCredential
{
    /// <summary>A user's name and password, or access token.</summary>
    public RegistryCredential(string userName, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);
        UserName = userName;
        Password = password;
    }

    /// <summary>The user's name.</summary>
    public string UserName { get; }

    internal string Password { get; }

    /// <summary>The user's name.</summary>
    public override string ToString() => UserName;
}
