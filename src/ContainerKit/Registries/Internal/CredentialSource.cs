using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Timing;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Registries;

/// <summary>
/// Finds the credentials for a registry. The sources, in this order: those that the caller passed, the logins of this
/// engine, <c>DOCKER_AUTH_CONFIG</c>, and the Docker CLI's <c>config.json</c> with its helpers. A source is read only
/// if those before it have none.
/// </summary>
internal sealed class CredentialSource(HostEnvironment host, DockerEngineOptions options, ILogger logger)
{
    private readonly ConcurrentDictionary<RegistryName, RegistryCredential> _loggedIn = new();

    private static readonly ConditionalWeakTable<EngineClient, CredentialSource> _sources = [];

    /// <summary>Returns the credentials of an engine: its logins, then those of this machine.</summary>
    public static CredentialSource For(EngineClient engine) =>
        _sources.GetValue(engine, static client => new CredentialSource(HostEnvironment.Current, client.Options, client.Logger));

    /// <summary>The environment of this machine.</summary>
    public HostEnvironment Host => host;

    /// <summary>The logins of this engine.</summary>
    public IEnumerable<KeyValuePair<RegistryName, RegistryCredential>> LoggedIn => _loggedIn;

    /// <summary>Adds a login.</summary>
    public void Remember(RegistryName registry, RegistryCredential credential) => _loggedIn[registry] = credential;

    /// <summary>Removes a login.</summary>
    public void Forget(RegistryName registry) => _loggedIn.TryRemove(registry, out _);

    /// <summary>
    /// Finds the credentials for a registry. A source that cannot be read is logged, and the search continues, as in
    /// the Docker CLI: most images are public. If the registry refuses the request, the error is added to the message.
    /// </summary>
    public async Task<ResolvedCredential> FindAsync(
        RegistryName registry, RegistryCredential? given, CancellationToken cancellationToken)
    {
        if (given is not null) return new ResolvedCredential(given);
        if (_loggedIn.TryGetValue(registry, out var loggedIn)) return new ResolvedCredential(loggedIn, "logged in on this engine");
        var fromVariable = await TryAsync(registry, () => Task.FromResult(FindInVariable(registry))).ConfigureAwait(false);
        if (fromVariable.Credential is not null) return fromVariable;
        var fromFile = await TryAsync(registry, () => FindInFileAsync(registry, cancellationToken)).ConfigureAwait(false);
        return fromFile.Credential is null && fromVariable.ReadError is not null ? fromVariable : fromFile;
    }

    /// <summary>
    /// Indicates whether the credentials for a registry are a token that the engine must send as it is. No credential helper is started
    /// for the answer.
    /// </summary>
    public bool HasRegistryToken(RegistryName registry)
    {
        if (_loggedIn.TryGetValue(registry, out var loggedIn)) return loggedIn.RegistryToken is not null;
        try
        {
            return FindInVariable(registry).Credential is { } credential
                ? credential.RegistryToken is not null
                : DockerConfigFile.Read(host, registry)?.FindRegistryToken(registry) is not null;
        }
        catch (CredentialStoreException)
        {
            // Reported when the credentials are needed.
            return false;
        }
    }

    /// <summary>Saves credentials for the Docker CLI.</summary>
    /// <returns>The file or the helper that has them now.</returns>
    /// <exception cref="CredentialStoreException">The credentials could not be saved.</exception>
    public async Task<string> SaveAsync(RegistryName registry, RegistryCredential credential, CancellationToken cancellationToken)
    {
        if (HelperFor(registry) is not { } helper)
        {
            var entry = DockerConfigFile.Entry(registry, credential, DockerConfigFile.PathOf(host));
            await WriteAsync(registry, entry, cancellationToken).ConfigureAwait(false);
            return DockerConfigFile.PathOf(host);
        }

        await helper.StoreAsync(registry, credential, cancellationToken).ConfigureAwait(false);
        // The Docker CLI writes an empty entry for a registry whose credentials a helper has.
        await WriteAsync(registry, [], cancellationToken).ConfigureAwait(false);
        return helper.ToString();
    }

    /// <summary>Removes the saved credentials for a registry.</summary>
    /// <exception cref="CredentialStoreException">The credentials could not be removed.</exception>
    public async Task EraseAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        var helper = HelperFor(registry);
        // The file first: its entry is used if the helper fails, so it must be removed even then.
        if (File.Exists(DockerConfigFile.PathOf(host))) await WriteAsync(registry, null, cancellationToken).ConfigureAwait(false);
        if (helper is not null) await helper.EraseAsync(registry, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(RegistryName registry, JsonObject? entry, CancellationToken cancellationToken)
    {
        using var deadline = Deadline.Start(options.RequestTimeout, options.TimeProvider, cancellationToken);
        try
        {
            await DockerConfigFile.WriteAsync(host, registry, entry, options.TimeProvider, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.HasElapsed)
        {
            var file = DockerConfigFile.PathOf(host);
            throw new CredentialStoreException(
                registry.Host,
                file,
                $"Could not write the credentials for {registry} to '{file}': another process keeps its lock file, "
                    + $"'{Path.GetFileName(file)}{ConfigFileLock.Suffix}', for longer than {options.RequestTimeout.TotalSeconds:0.###} s.",
                e);
        }
    }

    private async Task<ResolvedCredential> TryAsync(RegistryName registry, Func<Task<ResolvedCredential>> find)
    {
        try
        {
            return await find().ConfigureAwait(false);
        }
        catch (CredentialStoreException e)
        {
            Log.CredentialsUnreadable(logger, registry.Host, e.Message);
            return new ResolvedCredential(null, ReadError: e);
        }
    }

    private ResolvedCredential FindInVariable(RegistryName registry)
    {
        const string Variable = "DOCKER_AUTH_CONFIG";
        return host.GetVariable(Variable) is { } text && DockerConfigFile.Parse(text, Variable, registry).Find(registry) is { } credential
            ? new ResolvedCredential(credential, Variable)
            : new ResolvedCredential(null);
    }

    private async Task<ResolvedCredential> FindInFileAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        if (DockerConfigFile.Read(host, registry) is not { } file) return new ResolvedCredential(null);
        // The Docker CLI sends this token of the file also with the credentials of a helper, and engines prefer it.
        if (file.FindRegistryToken(registry) is { } token) return new ResolvedCredential(token, file.Source);
        // As in the Docker CLI, the entries in the file do not count if a helper is configured, unless it fails: see
        // nativeStore.Get in https://github.com/docker/cli/blob/v28.2.2/cli/config/credentials/native_store.go, and
        // resolveAuthConfigFromImage in https://github.com/docker/cli/blob/v28.2.2/cli/command/registry.go.
        if (file.HelperFor(registry) is not { } name) return new ResolvedCredential(file.Find(registry), file.Source);
        try
        {
            var helper = new CredentialHelper(name, options);
            return new ResolvedCredential(await helper.GetAsync(registry, cancellationToken).ConfigureAwait(false), helper.ToString());
        }
        catch (CredentialStoreException e) when (file.Has(registry))
        {
            Log.CredentialHelperFailed(logger, registry.Host, file.Source, e.Message);
            return new ResolvedCredential(file.Find(registry), file.Source, e);
        }
    }

    private CredentialHelper? HelperFor(RegistryName registry) =>
        DockerConfigFile.Read(host, registry)?.HelperFor(registry) is { } name ? new CredentialHelper(name, options) : null;
}
