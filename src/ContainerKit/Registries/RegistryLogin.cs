namespace ContainerKit;

/// <summary>Who is logged in to a registry.</summary>
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

    /// <summary>The registry's host, with its port where one was given; <c>docker.io</c> for Docker Hub.</summary>
    public string Registry { get; }

    /// <summary>The user.</summary>
    public string UserName { get; }

    /// <summary>What the registry said, such as <c>Login Succeeded</c>.</summary>
    public string Status { get; }

    /// <summary>Whether the registry gave an identity token, which is kept in place of the password.</summary>
    public bool UsesIdentityToken { get; }

    /// <summary>Where the docker command finds it from now on: a file, or a credential helper's name; null where it was not saved.</summary>
    public string? SavedIn { get; }

    /// <summary>The login on one line.</summary>
    public override string ToString() => $"{UserName} at {Registry}: {Status}";
}
