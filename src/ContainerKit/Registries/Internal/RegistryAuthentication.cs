using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Registries;

/// <summary>Logs in to registries and out of them.</summary>
internal static class RegistryAuthentication
{
    /// <summary>Checks credentials with the registry, and keeps them for the engine's next requests.</summary>
    /// <remarks>Engine API: <c>POST /auth</c>.</remarks>
    public static async Task<RegistryLogin> LoginAsync(
        EngineClient engine,
        RegistryName registry,
        RegistryCredential credential,
        LoginOptions options,
        CancellationToken cancellationToken)
    {
        var operation = $"log in to {registry} as {credential}";
        var request = EngineRequest.Post("auth", operation) with
        {
            Json = RegistryHeaders.Json(registry, credential),
            Secrets = RequestSecrets.FromLogin(credential.UserName, credential.Password)
                .Concat(credential.IdentityToken is { } identity ? [identity] : Array.Empty<string>()),
        };
        try
        {
            var response = await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
            var token = response.GetStringOrEmpty("IdentityToken");
            // A registry may issue an identity token; it replaces the password from now on.
            var effective = token.Length > 0 ? RegistryCredential.FromIdentityToken(token) : credential;
            var source = CredentialSource.For(engine);
            source.Remember(registry, effective);
            var savedTo = options.Save
                ? await source.SaveAsync(registry, effective, cancellationToken).ConfigureAwait(false)
                : null;
            return new RegistryLogin(
                registry.Host, credential.UserName, response.GetStringOrEmpty("Status"), token.Length > 0, savedTo);
        }
        catch (EngineApiException e)
        {
            throw Translate(operation, registry, credential, e);
        }
    }

    /// <summary>Removes the login of a registry, and the saved credentials if the options require it.</summary>
    public static Task LogoutAsync(
        EngineClient engine, RegistryName registry, LogoutOptions options, CancellationToken cancellationToken)
    {
        var source = CredentialSource.For(engine);
        source.Forget(registry);
        return options.Saved ? source.EraseAsync(registry, cancellationToken) : Task.CompletedTask;
    }

    private static ContainerKitException Translate(
        string operation, RegistryName registry, RegistryCredential credential, EngineApiException e)
    {
        var message = e.OriginalMessage;
        var answer = $" (the engine answered \"{e.QuotedMessage}\")";
        switch (RegistryErrorClassifier.Classify(message))
        {
            case RegistryErrorKind.Denied:
                return new RegistryAccessDeniedException(
                    "",
                    registry.Host,
                    $"Could not {operation}: the registry {registry} refused the credentials of user '{credential}'{answer}. "
                        + "Check the user name and the password.",
                    e);
            case RegistryErrorKind.Untrusted or RegistryErrorKind.PlainHttp or RegistryErrorKind.Unreachable:
                return new RegistryUnavailableException(
                    "",
                    registry.Host,
                    $"Could not {operation}: {RegistryErrorClassifier.DescribeUnavailable(registry, message)}{answer}. "
                        + RegistryErrorClassifier.GetHint(registry, message),
                    e);
            default:
                return e;
        }
    }
}
