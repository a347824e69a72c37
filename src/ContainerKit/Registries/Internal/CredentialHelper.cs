using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using ContainerKit.Timing;

namespace ContainerKit.Registries;

/// <summary>
/// A credential helper of the Docker CLI: the program <c>docker-credential-NAME</c>. It gets a verb as its argument and
/// the registry or JSON on its standard input, and writes JSON to its standard output. See
/// https://github.com/docker/docker-credential-helpers.
/// </summary>
internal sealed class CredentialHelper(string name, DockerEngineOptions options)
{
    // The protocol has no exit code for missing credentials, only this message.
    private const string NotFound = "credentials not found in native keychain";

    private string Program => "docker-credential-" + name;

    /// <summary>Returns the credentials for a registry; null if the helper has none.</summary>
    public async Task<RegistryCredential?> GetAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        var (code, output, error) = await RunAsync("get", registry.Key, registry, cancellationToken).ConfigureAwait(false);
        if (code != 0 && output.Contains(NotFound, StringComparison.Ordinal)) return null;
        if (code != 0) throw Failed("get", registry, code, output, error);
        try
        {
            using var json = JsonDocument.Parse(output);
            var (user, secret) = (json.RootElement.GetStringOrEmpty("Username"), json.RootElement.GetStringOrEmpty("Secret"));
            if (user == RegistryCredential.TokenUser && secret.Length > 0) return RegistryCredential.FromIdentityToken(secret);
            return user.Length > 0 ? new RegistryCredential(user, secret) : null;
        }
        catch (JsonException)
        {
            // Neither the output nor the inner exception is included: they may contain the secret.
            throw new CredentialStoreException(
                registry.Host, Program, $"Could not get the credentials for {registry}: the output of {Program} is not JSON.");
        }
    }

    /// <summary>Saves the credentials for a registry.</summary>
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

    /// <summary>Removes the credentials for a registry, if the helper has any.</summary>
    public async Task EraseAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        var (code, output, error) = await RunAsync("erase", registry.Key, registry, cancellationToken).ConfigureAwait(false);
        if (code != 0 && !output.Contains(NotFound, StringComparison.Ordinal)) throw Failed("erase", registry, code, output, error);
    }

    /// <summary>Returns the name of the program.</summary>
    public override string ToString() => Program;

    private async Task<(int Code, string Output, string Error)> RunAsync(
        string verb, string input, RegistryName registry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = Deadline.Start(options.RequestTimeout, options.TimeProvider, cancellationToken);
        using var process = Start(verb, registry);
        try
        {
            var reading = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var readingError = process.StandardError.ReadToEndAsync(deadline.Token);
            await WriteAsync(process, input, deadline.Token).ConfigureAwait(false);
            var (output, error) = (await reading.ConfigureAwait(false), await readingError.ConfigureAwait(false));
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            return (process.ExitCode, output.Trim(), error.Trim());
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(
                    $"Canceled while about to {verb} the credentials for {registry} with {Program}.", e, cancellationToken);
            }

            throw new CredentialStoreException(
                registry.Host,
                Program,
                $"Could not {verb} the credentials for {registry}: {Program} did not answer within "
                    + $"{options.RequestTimeout.TotalSeconds:0.###} s and was killed. Check whether it waits for input.",
                e);
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
            throw new CredentialStoreException(
                registry.Host,
                Program,
                $"Could not {verb} the credentials for {registry}: the credential helper {Program} from the Docker CLI's "
                    + $"config.json could not be started ({e.Message}). Install it, add it to PATH, or remove it from config.json.",
                e);
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
            // The helper exited without reading. Its exit code and output give the reason.
        }
    }

    // Helpers write errors to standard output or standard error. JSON on standard output may contain a secret.
    private CredentialStoreException Failed(string verb, RegistryName registry, int code, string output, string error)
    {
        var message = error.Length > 0 ? error : output.StartsWith('{') ? "" : output;
        var detail = message.Length > 0 ? $" and the message \"{ErrorText.LastLines(message)}\"" : "";
        return new CredentialStoreException(
            registry.Host,
            Program,
            $"Could not {verb} the credentials for {registry}: the credential helper {Program} ended with exit code {code}{detail}.");
    }
}
