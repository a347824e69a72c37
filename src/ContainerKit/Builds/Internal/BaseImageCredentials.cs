using System.Collections.Concurrent;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>
/// The registry credentials of a build, for its base images. Those of this machine are looked up when they are needed.
/// </summary>
internal sealed class BaseImageCredentials
{
    private readonly CredentialSource _source;
    private readonly ConcurrentDictionary<RegistryName, RegistryCredential?> _found = new();
    private readonly HashSet<RegistryName> _given;
    private string _errorHint = "";

    /// <summary>Creates the credentials of a build.</summary>
    public BaseImageCredentials(EngineClient engine, BuildSpec spec)
    {
        _source = CredentialSource.For(engine);
        foreach (var (registry, credential) in _source.LoggedIn) _found[registry] = credential;
        foreach (var (registry, credential) in spec.Credentials) _found[RegistryName.Parse(registry)] = credential;
        _given = [.. spec.Credentials.Keys.Select(RegistryName.Parse)];
    }

    /// <summary>The credentials that have been found, by registry.</summary>
    public IEnumerable<KeyValuePair<RegistryName, RegistryCredential>> Found =>
        from pair in _found where pair.Value is not null select KeyValuePair.Create(pair.Key, pair.Value);

    /// <summary>The secret values of the credentials that have been found.</summary>
    public IEnumerable<string> Secrets => Found.SelectMany(pair => pair.Value.IdentityToken is { } token
        ? [token]
        : RequestSecrets.FromLogin(pair.Value.UserName, pair.Value.Password));

    /// <summary>
    /// The errors from reading credentials, as text to append to a message; empty if there were none.
    /// </summary>
    public string ErrorHint => _errorHint;

    /// <summary>Returns the credentials for a registry; null for anonymous requests.</summary>
    public async Task<RegistryCredential?> FindAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(registry, out var known)) return known;
        var resolved = await _source.FindAsync(registry, given: null, cancellationToken).ConfigureAwait(false);
        if (_found.TryAdd(registry, resolved.Credential)) _errorHint += resolved.ErrorHint;
        return resolved.Credential;
    }

    /// <summary>
    /// Indicates whether the credentials for a registry are a token that BuildKit cannot request: see <see cref="AuthService"/>.
    /// </summary>
    public bool HasRegistryToken(RegistryName registry) => !_given.Contains(registry) && _source.HasRegistryToken(registry);
}
