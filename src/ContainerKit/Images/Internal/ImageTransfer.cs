using System.Net;
using System.Text.RegularExpressions;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Registries;

namespace ContainerKit.Images;

/// <summary>
/// Pulls and pushes. Both answer with a stream of JSON lines that begins with success and may carry an error later.
/// </summary>
internal static partial class ImageTransfer
{
    /// <remarks>
    /// Engine API: <c>POST /images/create</c>. An image of another platform counts: engines take it for better than none. Who asked for a
    /// platform looks at what came.
    /// </remarks>
    public static Task PullAsync(
        EngineClient engine, ImageReference image, PullOptions options, Action<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        var path = $"images/create?fromImage={Uri.EscapeDataString(image.FamiliarName)}&tag={Uri.EscapeDataString(image.Digest ?? image.Tag!)}"
            + (options.Platform is { } platform ? "&platform=" + Uri.EscapeDataString(platform) : "");
        return new Transfer(engine, "pull", image, options.Credential, options.Platform).RunAsync(path, progress, cancellationToken);
    }

    /// <returns>The digest under which the registry has the image now; null where the engine did not tell.</returns>
    /// <remarks>Engine API: <c>POST /images/{name}/push</c>.</remarks>
    public static Task<string?> PushAsync(
        EngineClient engine, ImageReference image, RegistryCredential? credential, Action<PlanProgress>? progress, CancellationToken cancellationToken) =>
        new Transfer(engine, "push", image, credential, platform: null)
            .RunAsync($"images/{image.FamiliarName}/push?tag={Uri.EscapeDataString(image.Tag!)}", progress, cancellationToken);

    // Engines with containerd's image store tell it in words.
    private static string? DigestIn(string status) => ToldDigest().Match(status) is { Success: true } told ? told.Groups[1].Value : null;

    [GeneratedRegex(@"^[\w.-]+: digest: (sha256:[0-9a-f]{64})\b")]
    private static partial Regex ToldDigest();

    private sealed class Transfer(EngineClient engine, string verb, ImageReference image, RegistryCredential? given, string? platform)
    {
        private readonly RegistryName _registry = RegistryName.Of(image);
        private ResolvedCredential _found = new(given);

        public async Task<string?> RunAsync(string path, Action<PlanProgress>? progress, CancellationToken cancellationToken)
        {
            var doing = $"{verb} {image}";
            _found = await CredentialSource.For(engine).FindAsync(_registry, given, cancellationToken).ConfigureAwait(false);
            try
            {
                return await engine.ExecuteAsync(doing, async token =>
                {
                    string? digest = null;
                    using var response = await engine.OpenAsync(EngineRequest.Post(path, doing) with { RegistryAuth = RegistryHeaders.Auth(_registry, _found.Credential), Timeout = Timeout.InfiniteTimeSpan }, token).ConfigureAwait(false);
                    using var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                    await foreach (var message in JsonLines.ReadAsync(stream, token).ConfigureAwait(false))
                    {
                        if (ProgressError.In(message) is { } error) throw Translate(error, status: null, null);
                        digest ??= message.GetPropertyOrDefault("aux").GetStringOrEmpty("Digest") is { Length: > 0 } pushed ? pushed : DigestIn(message.GetStringOrEmpty("status"));
                        if (progress is not null && TransferProgressParser.Read(doing, message) is { } news) UserCallback.Run(progress, news);
                    }

                    return digest;
                }, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineApiException e)
            {
                throw Translate(e.EngineMessage, e.StatusCode, e);
            }
        }

        private ContainerKitException Translate(string said, HttpStatusCode? status, Exception? inner)
        {
            var failed = $"Could not {verb} {image}: ";
            var answer = $" (the engine said \"{said}\")";
            inner ??= _found.Trouble;
            var refusal = RegistryErrorClassifier.Read(said);
            // A pull cannot tell a repository that is not there from one that is not shown; a push would have made it.
            if (refusal == RegistryErrorKind.Denied && verb == "pull" && RegistryErrorClassifier.IsAmbiguousDenial(said)) refusal = RegistryErrorKind.NotFound;
            return refusal switch
            {
                RegistryErrorKind.Denied => new RegistryAccessDeniedException(image.ToString(), image.Registry, failed + Denied(answer), inner),
                RegistryErrorKind.NoPlatform => new ImageNotFoundException(image.ToString(),
                    $"{failed}{image.Registry} does not have it for the platform {platform ?? "of the engine"}{answer}. Ask for one that it is built for, with PullOptions.Platform.", inner),
                RegistryErrorKind.NotFound when verb == "push" && RegistryErrorClassifier.IsRepositoryMissing(said) => new ImageTransferException(image.ToString(),
                    $"{failed}{image.Registry} has no repository {image.Repository}, and makes none for a push{answer}. Make it there first, and check its name.", inner),
                RegistryErrorKind.NotFound => new ImageNotFoundException(image.ToString(), failed + NotFound(answer), inner),
                RegistryErrorKind.Untrusted or RegistryErrorKind.PlainHttp or RegistryErrorKind.Unreachable => new RegistryUnavailableException(image.ToString(), image.Registry,
                    $"{failed}{RegistryErrorClassifier.WhyUnavailable(_registry, said)}{answer}. {RegistryErrorClassifier.Hint(_registry, said)}", inner),
                _ => new ImageTransferException(image.ToString(), status is { } code
                    ? $"{failed}the engine answered {(int)code} \"{said}\"."
                    : $"{failed}it broke off with \"{said}\".", inner),
            };
        }

        private string Denied(string answer) => _found.Credential is { } credential
            ? $"the registry {image.Registry} refused the credentials of user '{credential.UserName}'{(_found.Source.Length > 0 ? $", from {_found.Source}," : "")}{answer}. Check the user's name, password and rights."
            : $"the registry {image.Registry} wants credentials{answer}. Log in with DockerEngine.LoginAsync, or give it a RegistryCredential.{_found.Note}";

        private string NotFound(string answer) => verb == "push"
            ? $"the engine has no such image{answer}. Tag it first."
            : $"{image.Registry} has no {image.Repository} with {(image.Digest is null ? $"the tag '{image.Tag}'" : "that digest")}{answer}. Check its name and tag; a private one needs a RegistryCredential.{_found.Note}";
    }
}
