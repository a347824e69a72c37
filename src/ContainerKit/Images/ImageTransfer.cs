using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Streams;

namespace ContainerKit.Images;

/// <summary>
/// Pulls and pushes. Both answer with a stream of JSON lines that begins with success and may carry an error later, and both fail in
/// words that differ between registries; this is where the words become types.
/// </summary>
internal static class ImageTransfer
{
    /// <remarks>Engine API: <c>POST /images/create</c>.</remarks>
    public static Task PullAsync(
        DockerEngine engine, ImageReference image, RegistryCredential? credential, Action<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        var path = $"images/create?fromImage={Uri.EscapeDataString(image.FamiliarName)}&tag={Uri.EscapeDataString(image.Digest ?? image.Tag!)}";
        return TransferAsync(engine, "pull", image, path, credential, progress, cancellationToken);
    }

    /// <returns>The digest under which the registry has the image now; null where the engine did not tell.</returns>
    /// <remarks>Engine API: <c>POST /images/{name}/push</c>.</remarks>
    public static Task<string?> PushAsync(
        DockerEngine engine, ImageReference image, RegistryCredential? credential, Action<PlanProgress>? progress, CancellationToken cancellationToken) =>
        TransferAsync(engine, "push", image, $"images/{image.FamiliarName}/push?tag={Uri.EscapeDataString(image.Tag!)}", credential, progress, cancellationToken);

    private static async Task<string?> TransferAsync(
        DockerEngine engine, string verb, ImageReference image, string path, RegistryCredential? credential, Action<PlanProgress>? progress,
        CancellationToken cancellationToken)
    {
        var doing = $"{verb} {image}";
        string? digest = null;
        try
        {
            return await engine.Calls.GuardAsync(doing, async token =>
            {
                using var response = await engine.Calls.OpenAsync(
                    doing, HttpMethod.Post, path, null, AuthHeader(image, credential), Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);
                using var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                await foreach (var message in JsonLines.ReadAsync(stream, token).ConfigureAwait(false))
                {
                    if (Error(message) is { } error) throw Translate(verb, image, error, credential, status: null, null);
                    digest ??= message.At("aux").Text("Digest") is { Length: > 0 } pushed ? pushed : null;
                    if (progress is not null && message.Text("status").Length > 0) CallerCode.Run(progress, News(doing, message));
                }

                return digest;
            }, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineErrorException e)
        {
            throw Translate(verb, image, e.EngineMessage, credential, e.StatusCode, e);
        }
    }

    // Engines have long told it twice; the plain text is the one that is on its way out.
    private static string? Error(JsonElement message) =>
        message.At("errorDetail").Text("message") is { Length: > 0 } detail ? detail : message.Text("error") is { Length: > 0 } error ? error : null;

    private static PlanProgress News(string doing, JsonElement message)
    {
        var detail = message.At("progressDetail");
        return new PlanProgress(PlanProgressKind.Transfer, doing)
        {
            Layer = message.Text("id") is { Length: > 0 } layer ? layer : null,
            Status = message.Text("status"),
            Current = detail.At("current").ValueKind == JsonValueKind.Number ? detail.Number("current") : null,
            Total = detail.At("total").ValueKind == JsonValueKind.Number ? detail.Number("total") : null,
        };
    }

    // Engines want the header on every push, with an empty object for nobody. The alphabet is the URL-safe one.
    private static string AuthHeader(ImageReference image, RegistryCredential? credential)
    {
        var auth = new JsonObject();
        if (credential is not null)
        {
            auth["username"] = credential.UserName;
            auth["password"] = credential.Password;
            auth["serveraddress"] = image.Registry == ImageReference.DockerHub ? "https://index.docker.io/v1/" : image.Registry;
        }

        return Convert.ToBase64String(Encoding.UTF8.GetBytes(auth.ToJsonString())).Replace('+', '-').Replace('/', '_');
    }

    private static ContainerKitException Translate(
        string verb, ImageReference image, string said, RegistryCredential? credential, HttpStatusCode? status, Exception? inner)
    {
        var failed = $"Could not {verb} {image}: ";
        var answer = $" (the engine said \"{said}\")";

        // "Denied" of a repository that may not exist: a pull cannot tell, but a push would have made it.
        if (Says("no basic auth credentials", "unauthorized", "authentication required", "access to the resource is denied", ": denied", "403 Forbidden", "insufficient_scope",
            "incorrect username or password")
            && !(verb == "pull" && Says("repository does not exist")))
        {
            return new RegistryDeniedException(image.ToString(), image.Registry, failed + (credential is null
                ? $"the registry {image.Registry} wants credentials{answer}. Give it a RegistryCredential."
                : $"the registry {image.Registry} refused the credentials of user '{credential.UserName}'{answer}. Check the user's name, password and rights."), inner);
        }

        if (Says("manifest unknown", "not found", "repository does not exist", "name unknown", "no such image", "does not exist locally"))
        {
            return new ImageNotFoundException(image.ToString(), failed + (verb == "push"
                ? $"the engine has no such image{answer}. Tag it first."
                : $"{image.Registry} has no {image.Repository} with {(image.Digest is null ? $"the tag '{image.Tag}'" : "that digest")}{answer}. Check its name and tag; a private one needs a RegistryCredential."), inner);
        }

        if (Says("no such host", "connection refused", "i/o timeout", "server misbehaving", "no route to host", "network is unreachable", "x509:", "TLS handshake",
            "HTTP response to HTTPS client", "Client.Timeout", "context deadline exceeded", "connection reset", ": EOF"))
        {
            return new RegistryUnavailableException(image.ToString(), image.Registry,
                $"{failed}the engine could not reach the registry {image.Registry}{answer}. Check its address, and that it can be reached, with a certificate that is trusted, from the engine's host.", inner);
        }

        return new ImageTransferException(image.ToString(), status is { } code
            ? $"{failed}the engine answered {(int)code} \"{said}\"."
            : $"{failed}it broke off with \"{said}\".", inner);

        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (said.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
            }

            return false;
        }
    }
}
