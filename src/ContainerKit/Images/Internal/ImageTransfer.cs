using System.Net;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Registries;

namespace ContainerKit.Images;

/// <summary>
/// Pulls and pushes images. The engine answers both with a stream of JSON lines. The status code of the response is
/// success, even if a line of the stream reports an error.
/// </summary>
internal static partial class ImageTransfer
{
    /// <summary>Pulls an image.</summary>
    /// <remarks>
    /// Engine API: <c>POST /images/create</c>. Some engines pull an image of another platform if the registry has only
    /// that one. A caller that needs a platform checks the pulled image.
    /// </remarks>
    public static Task PullAsync(
        EngineClient engine,
        ImageReference image,
        PullOptions options,
        Action<PlanProgress>? progress,
        CancellationToken cancellationToken)
    {
        var query = new QueryString
        {
            { "fromImage", image.FamiliarName },
            { "tag", image.Digest ?? image.Tag },
            { "platform", options.Platform },
        };
        var request = EngineRequest.Post("images/create", $"pull {image}") with { Query = query };
        var transfer = new Transfer(engine, isPush: false, image, options.Credential, options.Platform);
        return PullsInProgress.For(engine).RunAsync(
            $"{image} {options.Platform}",
            isOtherSufficient: options.Policy != PullPolicy.Always,
            () => transfer.RunAsync(request, progress, cancellationToken),
            cancellationToken);
    }

    /// <summary>Pushes an image.</summary>
    /// <returns>The digest of the image in the registry; null if the engine did not report it.</returns>
    /// <remarks>Engine API: <c>POST /images/{name}/push</c>.</remarks>
    public static Task<string?> PushAsync(
        EngineClient engine,
        ImageReference image,
        RegistryCredential? credential,
        Action<PlanProgress>? progress,
        CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post($"images/{image.FamiliarName}/push", $"push {image}") with
        {
            Query = new() { { "tag", image.Tag } },
        };
        var transfer = new Transfer(engine, isPush: true, image, credential, platform: null);
        return transfer.RunAsync(request, progress, cancellationToken);
    }

    // Engines with the containerd image store report the digest only in the text of the status.
    private static string? FindDigest(string status) =>
        DigestPattern().Match(status) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^[\w.-]+: digest: (sha256:[0-9a-f]{64})\b")]
    private static partial Regex DigestPattern();

    private sealed class Transfer(
        EngineClient engine, bool isPush, ImageReference image, RegistryCredential? given, string? platform)
    {
        private readonly RegistryName _registry = RegistryName.Of(image);
        private ResolvedCredential _resolved = new(given);

        public async Task<string?> RunAsync(EngineRequest request, Action<PlanProgress>? progress, CancellationToken cancellationToken)
        {
            _resolved = await CredentialSource.For(engine).FindAsync(_registry, given, cancellationToken).ConfigureAwait(false);
            request = request with
            {
                RegistryAuth = RegistryHeaders.Auth(_registry, _resolved.Credential),
                Timeout = Timeout.InfiniteTimeSpan,
            };
            try
            {
                return await engine.ExecuteAsync(request, token => SendAsync(request, progress, token), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (EngineApiException e)
            {
                throw Translate(e.OriginalMessage, e.EngineMessage, e.StatusCode, e);
            }
        }

        private async Task<string?> SendAsync(EngineRequest request, Action<PlanProgress>? progress, CancellationToken cancellationToken)
        {
            string? digest = null;
            using var response = await engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var completion = new TransferCompletion(isPush, response.Headers.Server.ToString());
            await foreach (var message in JsonLines.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
            {
                if (ProgressError.Find(message) is { } error)
                    throw Translate(error, request.CreateRedaction().Redact(error), status: null, inner: null);
                digest ??= message.GetPropertyOrDefault("aux").GetStringOrEmpty("Digest") is { Length: > 0 } pushed
                    ? pushed
                    : FindDigest(message.GetStringOrEmpty("status"));
                var report = TransferProgressParser.Read(request.Operation, message);
                completion.Read(message, report);
                if (progress is not null && report is not null) UserCallback.Run(progress, report);
            }

            if (completion.IsComplete) return digest;
            throw engine.InvalidResponse(
                request.Operation,
                    "it ended the progress stream before it reported the result, so the transfer may be incomplete. Try again");
        }

        // The original message classifies the error; the redacted one is shown.
        private ContainerKitException Translate(string message, string redacted, HttpStatusCode? status, Exception? inner)
        {
            var name = image.ToString();
            var failed = $"Could not {(isPush ? "push" : "pull")} {image}: ";
            var quoted = VisibleText.Quote(redacted);
            var answer = $" (the engine answered \"{quoted}\")";
            inner ??= _resolved.ReadError;
            var kind = RegistryErrorClassifier.Classify(message);
            if (isPush && (inner as EngineApiException)?.Kind == EngineErrorKind.ImageNotFound) kind = RegistryErrorKind.NotFound;
            // For a pull, some registries answer alike for a missing and for a hidden repository. A push would have
            // created a missing one.
            if (kind == RegistryErrorKind.Denied && !isPush && RegistryErrorClassifier.IsAmbiguousDenial(message))
                kind = RegistryErrorKind.NotFound;
            switch (kind)
            {
                case RegistryErrorKind.Denied:
                    return new RegistryAccessDeniedException(
                        name, image.Registry, failed + DescribeDenied(answer), _resolved.ReadError ?? inner);
                case RegistryErrorKind.NoPlatform:
                    return new ImageNotFoundException(
                        name,
                        $"{failed}{image.Registry} does not have it for the platform {platform ?? "of the engine"}{answer}. "
                            + "Set PullOptions.Platform to a platform that the image supports.",
                        inner);
                case RegistryErrorKind.NotFound when isPush && RegistryErrorClassifier.IsRepositoryMissing(message):
                    return new ImageTransferException(
                        name,
                        $"{failed}{image.Registry} has no repository {image.Repository}, and a push does not create one there{answer}. "
                            + "Check the name, and create the repository first.",
                        inner);
                case RegistryErrorKind.NotFound:
                    return new ImageNotFoundException(name, failed + DescribeNotFound(answer), inner);
                case RegistryErrorKind.Untrusted or RegistryErrorKind.PlainHttp or RegistryErrorKind.Unreachable:
                    return new RegistryUnavailableException(
                        name,
                        image.Registry,
                        $"{failed}{RegistryErrorClassifier.DescribeUnavailable(_registry, message)}{answer}. "
                            + RegistryErrorClassifier.GetHint(_registry, message),
                        inner);
                default:
                    return new ImageTransferException(
                        name,
                        failed + (status is { } code
                            ? $"the engine answered {(int)code} \"{quoted}\"."
                            : $"the engine stopped the transfer with the error \"{quoted}\"."),
                        inner);
            }
        }

        private string DescribeDenied(string answer)
        {
            if (_resolved.Credential is not { } credential)
            {
                return $"the registry {image.Registry} requires credentials{answer}. "
                    + $"Log in with DockerEngine.LoginAsync, or pass a RegistryCredential.{_resolved.ErrorHint}";
            }

            var source = _resolved.Source.Length > 0 ? $", from {_resolved.Source}," : "";
            return $"the registry {image.Registry} refused the credentials of user '{credential.UserName}'{source}{answer}. "
                + "Check the user name, the password and the permissions.";
        }

        private string DescribeNotFound(string answer)
        {
            if (isPush) return $"the engine has no such image{answer}. Tag it first.";
            var version = image.Digest is null ? $"the tag '{image.Tag}'" : "that digest";
            return $"{image.Registry} has no {image.Repository} with {version}{answer}. "
                + $"Check the name and the tag; a private repository needs a RegistryCredential.{_resolved.ErrorHint}";
        }
    }
}
