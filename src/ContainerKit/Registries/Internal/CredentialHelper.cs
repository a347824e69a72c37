using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit.Registries;

/// <summary>
/// Talks to a program that keeps credentials for the docker command, <c>docker-credential-NAME</c>: a verb as its argument, the registry or
/// JSON on its standard input, JSON on its standard output.
/// </summary>
internal sealed class CredentialHelper(string name, DockerEngineOptions options)
{
    // The protocol has no code for it; these are the words.
    private const string NotFound = "credentials not found in native keychain";

    private string Program => "docker-credential-" + name;

    /// <returns>Null where the helper has none for this registry.</returns>
    public async Task<RegistryCredential?> GetAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        var (code, output, error) = await RunAsync("get", registry.Key, registry, cancellationToken).ConfigureAwait(false);
        if (code != 0) return output.Contains(NotFound, StringComparison.Ordinal) ? null : throw Failed("get", registry, code, output, error);
        try
        {
            using var answer = JsonDocument.Parse(output);
            var (user, secret) = (answer.RootElement.GetStringOrEmpty("Username"), answer.RootElement.GetStringOrEmpty("Secret"));
            if (user == RegistryCredential.TokenUser && secret.Length > 0) return RegistryCredential.FromIdentityToken(secret);
            return user.Length > 0 ? new RegistryCredential(user, secret) : null;
        }
        catch (JsonException)
        {
            // Not repeated, and no inner exception: it may hold the secret.
            throw new CredentialStoreException(registry.Host, Program, $"Could not get the credentials for {registry}: {Program} answered with something that is not JSON.");
        }
    }

    public async Task StoreAsync(RegistryName registry, RegistryCredential credential, CancellationToken cancellationToken)
    {
        var entry = new JsonObject
        {
            ["ServerURL"] = registry.Key,
            ["Username"] = credential.UserName,
            ["Secret"] = credential.IdentityToken ?? credential.Password,
        };
        var (code, output, error) = await RunAsync("store", entry.ToJsonString(), registry, cancellationToken).ConfigureAwait(false);
        if (code != 0) throw Failed("store", registry, code, output, error);
    }

    public async Task EraseAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        var (code, output, error) = await RunAsync("erase", registry.Key, registry, cancellationToken).ConfigureAwait(false);
        if (code != 0 && !output.Contains(NotFound, StringComparison.Ordinal)) throw Failed("erase", registry, code, output, error);
    }

    public override string ToString() => Program;

    private async Task<(int Code, string Output, string Error)> RunAsync(string verb, string input, RegistryName registry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(options.RequestTimeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = Start(verb, registry);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(both.Token);
            var error = process.StandardError.ReadToEndAsync(both.Token);
            await WriteAsync(process, input, both.Token).ConfigureAwait(false);
            var (said, complained) = (await output.ConfigureAwait(false), await error.ConfigureAwait(false));
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
            return (process.ExitCode, said.Trim(), complained.Trim());
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException($"Cancelled while {Program} was asked for {registry}.", e, cancellationToken);
            throw new CredentialStoreException(registry.Host, Program,
                $"Could not {verb} the credentials for {registry}: {Program} did not answer within {options.RequestTimeout.TotalSeconds:0.###} s and was ended. Does it wait for somebody to type?", e);
        }
    }

    private Process Start(string verb, RegistryName registry)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, [verb])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                CreateNoWindow = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new CredentialStoreException(registry.Host, Program,
                $"Could not {verb} the credentials for {registry}: the credential helper {Program}, which the docker command's config.json names, could not be started ({e.Message}). Install it, put it in PATH, or take it out of config.json.", e);
        }
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and its words tell why.
        }
    }

    // Helpers write their complaints to either output. JSON on the first one may hold a secret.
    private CredentialStoreException Failed(string verb, RegistryName registry, int code, string output, string error)
    {
        var said = error.Length > 0 ? error : output.StartsWith('{') ? "" : output;
        return new CredentialStoreException(registry.Host, Program,
            $"Could not {verb} the credentials for {registry}: the credential helper {Program} ended with exit code {code}{(said.Length > 0 ? $" and said \"{ErrorText.LastLines(said)}\"" : "")}.");
    }
}
