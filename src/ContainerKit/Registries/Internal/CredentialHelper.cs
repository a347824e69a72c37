using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Timing;

namespace ContainerKit.Registries;

/// <summary>
/// A credential helper of the Docker CLI: the program <c>docker-credential-NAME</c>. It gets a verb as its argument and
/// the registry or JSON on its standard input, and writes JSON to its standard output. See
/// https://github.com/docker/docker-credential-helpers.
/// </summary>
internal sealed partial class CredentialHelper(string name, DockerEngineOptions options)
{
    // The protocol has no exit code for missing credentials, only this message.
    private const string NotFound = "credentials not found in native keychain";

    // Credentials have a few kilobytes at most, also those with a token.
    private const int MaxOutput = 1024 * 1024;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private string Program => "docker-credential-" + name;

    /// <summary>Returns the credentials for a registry; null if the helper has none.</summary>
    public async Task<RegistryCredential?> GetAsync(RegistryName registry, CancellationToken cancellationToken)
    {
        var (code, output, error) = await RunAsync("get", registry.Key, registry, cancellationToken).ConfigureAwait(false);
        if (code != 0 && output.Contains(NotFound, StringComparison.Ordinal)) return null;
        if (code != 0) throw Failed("get", registry, code, output, error);
        try
        {
            var json = output.Length > 0 ? DockerConfiguration.Parse(output) : default;
            if (json.ValueKind != JsonValueKind.Object) throw new JsonException();
            var (user, secret) = (DockerConfiguration.GetString(json, "Username"), DockerConfiguration.GetString(json, "Secret"));
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
        if (code != 0) throw Failed("store", registry, code, output, error, credential);
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
        var isComplete = false;
        try
        {
            var reading = ReadAsync(process, process.StandardOutput, deadline.Token);
            var readingError = ReadAsync(process, process.StandardError, deadline.Token);
            await WriteAsync(process, input, deadline.Token).ConfigureAwait(false);
            await Task.WhenAll(reading, readingError).WaitAsync(deadline.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            isComplete = true;
            return (process.ExitCode, (await reading.ConfigureAwait(false)).Trim(), (await readingError.ConfigureAwait(false)).Trim());
        }
        catch (OperationCanceledException e)
        {
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
        catch (InvalidDataException e)
        {
            throw new CredentialStoreException(
                registry.Host,
                Program,
                $"Could not {verb} the credentials for {registry}: the output of {Program} is too long, and it was killed.",
                e);
        }
        finally
        {
            if (!isComplete) process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string verb, RegistryName registry)
    {
        // The name comes from a file. A name with a folder could start any program.
        if (!ProgramFinder.IsFileName(name))
        {
            throw new CredentialStoreException(
                registry.Host,
                Program,
                $"Could not {verb} the credentials for {registry}: '{name}' in the Docker CLI's config.json is not the name of a "
                    + "credential helper, because it contains a folder.");
        }

        if (ProgramFinder.Find(Program) is not { } path) throw NotStarted("it is in no absolute folder of PATH");
        try
        {
            return Process.Start(new ProcessStartInfo(path, [verb])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = _utf8,
                StandardOutputEncoding = _utf8,
                StandardErrorEncoding = _utf8,
                CreateNoWindow = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw NotStarted(e.Message, e);
        }

        CredentialStoreException NotStarted(string reason, Exception? inner = null) => new(
            registry.Host,
            Program,
            $"Could not {verb} the credentials for {registry}: the credential helper {Program} from the Docker CLI's "
                + $"config.json could not be started ({reason}). Install it, add it to PATH, or remove it from config.json.",
            inner);
    }

    // Kills the helper if it writes too much, so that its other stream ends too.
    private static async Task<string> ReadAsync(Process process, StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
            if (text.Length <= MaxOutput) continue;
            process.Kill(entireProcessTree: true);
            throw new InvalidDataException($"More than {MaxOutput} characters.");
        }

        return text.ToString();
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

    // Helpers write errors to standard output or standard error. JSON on standard output may contain a secret, and a
    // message may repeat the input of the helper.
    private CredentialStoreException Failed(
        string verb, RegistryName registry, int code, string output, string error, RegistryCredential? stored = null)
    {
        var message = Redact(error.Length > 0 ? error : output.StartsWith('{') ? "" : output, stored);
        var detail = message.Length > 0 ? $" and the message \"{ErrorText.LastLines(message)}\"" : "";
        return new CredentialStoreException(
            registry.Host,
            Program,
            $"Could not {verb} the credentials for {registry}: the credential helper {Program} ended with exit code {code}{detail}.");
    }

    private static string Redact(string message, RegistryCredential? stored)
    {
        message = SecretMember().Replace(message, "$1***");
        if (stored is null || (stored.IdentityToken ?? stored.Password) is not { Length: > 0 } secret) return message;
        var forms = new Dictionary<string, string>
        {
            ["plain"] = secret,
            ["JSON"] = JsonEncodedText.Encode(secret).ToString(),
            ["relaxed JSON"] = JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            ["URL"] = Uri.EscapeDataString(secret),
            ["base64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            ["basic authentication"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{stored.UserName}:{secret}")),
        };
        return new Redaction(forms).Redact(message);
    }

    [GeneratedRegex("""("Secret"\s*:\s*")(?:\\.|[^"\\])*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretMember();
}
