using System.Text.Json.Nodes;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Registries;

/// <summary>Logs in and out.</summary>
internal static class RegistryAuthentication
{
    /// <remarks>Engine API: <c>POST /auth</c>.</remarks>
    public static async Task<RegistryLogin> LoginAsync(
        EngineClient engine, RegistryName registry, RegistryCredential credential, LoginOptions options, CancellationToken cancellationToken)
    {
        var doing = $"log in to {registry} as {credential}";
        try
        {
            JsonObject body = RegistryHeaders.Json(registry, credential);
            var answer = await engine.SendJsonAsync(EngineRequest.Post("auth", doing) with { Json = body }, cancellationToken).ConfigureAwait(false);
            var token = answer.GetStringOrEmpty("IdentityToken");
            // What the registry gives in place of the password is what is kept.
            var kept = token.Length > 0 ? RegistryCredential.FromIdentityToken(token) : credential;
            CredentialSource.For(engine).Remember(registry, kept);
            var saved = options.Save ? await CredentialSource.For(engine).SaveAsync(registry, kept, cancellationToken).ConfigureAwait(false) : null;
            return new RegistryLogin(registry.Host, credential.UserName, answer.GetStringOrEmpty("Status"), token.Length > 0, saved);
        }
        catch (EngineApiException e)
        {
            throw Refused(doing, registry, credential, e);
        }
    }

    public static Task LogoutAsync(EngineClient engine, RegistryName registry, LogoutOptions options, CancellationToken cancellationToken)
    {
        CredentialSource.For(engine).Forget(registry);
        return options.Saved ? CredentialSource.For(engine).EraseAsync(registry, cancellationToken) : Task.CompletedTask;
    }

    private static ContainerKitException Refused(string doing, RegistryName registry, RegistryCredential credential, EngineApiException e)
    {
        var answer = $" (the engine said \"{e.EngineMessage}\")";
        return RegistryErrorClassifier.Read(e.EngineMessage) switch
        {
            RegistryErrorKind.Denied => new RegistryAccessDeniedException("", registry.Host,
                $"Could not {doing}: the registry {registry} refused the credentials of user '{credential}'{answer}. Check the user's name and password.", e),
            RegistryErrorKind.Untrusted or RegistryErrorKind.PlainHttp or RegistryErrorKind.Unreachable => new RegistryUnavailableException("", registry.Host,
                $"Could not {doing}: {RegistryErrorClassifier.WhyUnavailable(registry, e.EngineMessage)}{answer}. {RegistryErrorClassifier.Hint(registry, e.EngineMessage)}", e),
            _ => e,
        };
    }
}
