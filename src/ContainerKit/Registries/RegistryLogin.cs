namespace ContainerKit;

/// <summary>A login to a registry.</summary>
public sealed record RegistryLogin
{
    internal RegistryLogin(string registry, string userName, string status, bool usesIdentityToken, string? savedIn)
    {
        Registry = registry;
        UserName = userName;
        Status = status;
        UsesIdentityToken = usesIdentityToken;
        SavedIn = savedIn;
    }

    /// <summary>The host of the registry, with its port if one is given; <c>docker.io</c> for Docker Hub.</summary>
    public string Registry { get; }

    /// <summary>The user name.</summary>
    public string UserName { get; }

    /// <summary>The answer of the registry, such as <c>Login Succeeded</c>.</summary>
    public string Status { get; }

    /// <summary>
    /// Indicates whether the registry returned an identity token, which is kept in place of the password.
    /// </summary>
    public bool UsesIdentityToken { get; }

    /// <summary>
    /// The place where the Docker CLI finds the login: a file, or the name of a credential helper. Null if the login
    /// was not saved.
    /// </summary>
    public string? SavedIn { get; }

    /// <summary>Returns the login on one line.</summary>
    public override string ToString() => $"{UserName} at {Registry}: {Status}";
}
