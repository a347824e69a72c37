using System.Collections.Concurrent;
using ContainerKit.Engines;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Registries;

/// <summary>Whose credentials a request carries, and where they came from.</summary>
/// <param name="Credential">Null for nobody in particular.</param>
/// <param name="Source">Where they came from, in a message's words; empty for those given in code.</param>
/// <param name="Trouble">Why those of this machine could not be read, where they could not.</param>
internal sealed record FoundCredential(RegistryCredential? Credential, string Source = "", CredentialStoreException? Trouble = null)
{
    /// <summary>What is added to the message of a request that failed, since it may be the reason.</summary>
    public string Note => Trouble is null ? "" : " " + Trouble.Message;
}

/// <summary>
/// Finds a registry's credentials: those given in code, then who is logged in on this engine, then <c>DOCKER_AUTH_CONFIG</c>, then the
/// docker command's <c>config.json</c> with its helpers. Each is looked at only when those before it have nothing.
/// </summary>
internal sealed class CredentialSource(HostEnvironment host, DockerEngineOptions options, ILogger logger)
{
    private readonly ConcurrentDictionary<RegistryName, RegistryCredential> _loggedIn = new();

    public HostEnvironment Host => host;

    public IEnumerable<KeyValuePair<RegistryName, RegistryCredential>> LoggedIn => _loggedIn;

    public void Remember(RegistryName registry, RegistryCredential credential) => _loggedIn[registry] = credential;

    public void Forget(RegistryName registry) => _loggedIn.TryRemove(registry, out _);

    /// <summary>
    /// What cannot be read is no error yet: most images are public, and the docker command asks for them as nobody then. It is logged, and told
    /// when the registry refuses.
    /// </summary>
    public async Task<FoundCredential> FindAsync(RegistryName registry, RegistryCredential? given, CancellationToken cancellationToken)
    {
        if (given is not null) return new FoundCredential(given);
        if (_loggedIn.TryGetValue(registry, out var loggedIn)) return new FoundCredential(loggedIn, "logged in on this engine");
        try
        {
            return await OfMachineAsync(registry, cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialStoreException e)
        {
            Log.CredentialsUnreadable(logger, registry.Host, e.Message);
            return new FoundCredential(null, Trouble: e);
        }
    }

    /// <summary>Puts a login where the docker command looks for it.</summary>
    /// <returns>Where that is.</returns>
    /// <exception cref="CredentialStoreException">It could not be saved.</exception>
    public async Task<string> SaveAsync(RegistryName registry, RegistryCredential credential, CancellationToken cancellationToken)
    {
        if (HelperFor(registry) is not { } helper)
        {
            DockerConfigFile.Write(host, registry, DockerConfigFile.Entry(credential));
            return DockerConfigFile.PathOf(host);
        }

        await helper.StoreAsync(registry, credential, cancellationToken).ConfigureAwait(false);
        // An empty entry is how the docker command notes that a helper has it.
        DockerConfigFile.Write(host, registry, []);
        return helper.ToString();
    }

    /// <exception cref="CredentialStoreException">It could not be taken away.</exception>
    public async Task EraseAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        if (HelperFor(registry) is { } helper) await helper.EraseAsync(registry, cancellationToken).ConfigureAwait(false);
        if (File.Exists(DockerConfigFile.PathOf(host))) DockerConfigFile.Write(host, registry, null);
    }

    private async Task<FoundCredential> OfMachineAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        const string Variable = "DOCKER_AUTH_CONFIG";
        if (host.Set(Variable) is { } text && DockerConfigFile.Parse(text, Variable, registry).Find(registry) is { } fromVariable)
            return new FoundCredential(fromVariable, Variable);
        if (DockerConfigFile.Read(host, registry) is not { } file) return new FoundCredential(null);
        // As the docker command has it: where a helper is named, the file's own entry does not count.
        if (HelperFor(file, registry) is { } helper)
            return new FoundCredential(await helper.GetAsync(registry, cancellationToken).ConfigureAwait(false), helper.ToString());
        return new FoundCredential(file.Find(registry), file.Source);
    }

    private CredentialHelper? HelperFor(RegistryName registry) => DockerConfigFile.Read(host, registry) is { } file ? HelperFor(file, registry) : null;

    private CredentialHelper? HelperFor(DockerConfigFile file, RegistryName registry) =>
        file.HelperFor(registry) is { } name ? new CredentialHelper(name, options) : null;
}
