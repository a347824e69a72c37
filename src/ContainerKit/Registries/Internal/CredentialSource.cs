using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Http;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Registries;

/// <summary>
/// Finds a registry's credentials: those given in code, then who is logged in on this engine, then <c>DOCKER_AUTH_CONFIG</c>, then the
/// docker command's <c>config.json</c> with its helpers. Each is looked at only when those before it have nothing.
/// </summary>
internal sealed class CredentialSource(HostEnvironment host, DockerEngineOptions options, ILogger logger)
{
    private readonly ConcurrentDictionary<RegistryName, RegistryCredential> _loggedIn = new();

    private static readonly ConditionalWeakTable<EngineClient, CredentialSource> _sources = [];

    /// <summary>Returns the credentials of an engine: its logins, then those of this machine.</summary>
    public static CredentialSource For(EngineClient engine) =>
        _sources.GetValue(engine, static client => new CredentialSource(HostEnvironment.Current, client.Options, client.Logger));

    public HostEnvironment Host => host;

    public IEnumerable<KeyValuePair<RegistryName, RegistryCredential>> LoggedIn => _loggedIn;

    public void Remember(RegistryName registry, RegistryCredential credential) => _loggedIn[registry] = credential;

    public void Forget(RegistryName registry) => _loggedIn.TryRemove(registry, out _);

    /// <summary>
    /// What cannot be read is no error yet, nor the end of the search: most images are public, and the docker command goes on as well, asking for them as nobody
    /// in the end. It is logged, and told when nothing else was found and the registry refuses.
    /// </summary>
    public async Task<ResolvedCredential> FindAsync(RegistryName registry, RegistryCredential? given, CancellationToken cancellationToken)
    {
        if (given is not null) return new ResolvedCredential(given);
        if (_loggedIn.TryGetValue(registry, out var loggedIn)) return new ResolvedCredential(loggedIn, "logged in on this engine");
        var fromVariable = await TryAsync(registry, () => Task.FromResult(OfVariable(registry))).ConfigureAwait(false);
        if (fromVariable.Credential is not null) return fromVariable;
        var fromFile = await TryAsync(registry, () => OfFileAsync(registry, cancellationToken)).ConfigureAwait(false);
        return fromFile.Credential is null && fromVariable.Trouble is not null ? fromVariable : fromFile;
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

    private async Task<ResolvedCredential> TryAsync(RegistryName registry, Func<Task<ResolvedCredential>> look)
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (CredentialStoreException e)
        {
            Log.CredentialsUnreadable(logger, registry.Host, e.Message);
            return new ResolvedCredential(null, Trouble: e);
        }
    }

    private ResolvedCredential OfVariable(RegistryName registry)
    {
        const string Variable = "DOCKER_AUTH_CONFIG";
        return host.GetVariable(Variable) is { } text && DockerConfigFile.Parse(text, Variable, registry).Find(registry) is { } credential
            ? new ResolvedCredential(credential, Variable)
            : new ResolvedCredential(null);
    }

    private async Task<ResolvedCredential> OfFileAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        if (DockerConfigFile.Read(host, registry) is not { } file) return new ResolvedCredential(null);
        // As the docker command has it: where a helper is named, the file's own entry does not count.
        if (HelperFor(file, registry) is { } helper)
            return new ResolvedCredential(await helper.GetAsync(registry, cancellationToken).ConfigureAwait(false), helper.ToString());
        return new ResolvedCredential(file.Find(registry), file.Source);
    }

    private CredentialHelper? HelperFor(RegistryName registry) => DockerConfigFile.Read(host, registry) is { } file ? HelperFor(file, registry) : null;

    private CredentialHelper? HelperFor(DockerConfigFile file, RegistryName registry) =>
        file.HelperFor(registry) is { } name ? new CredentialHelper(name, options) : null;
}
