using System.Text.Json.Nodes;
using ContainerKit.Streams;

namespace ContainerKit.Registries;

/// <summary>Logs in and out.</summary>
internal static class Login
{
    /// <remarks>Engine API: <c>POST /auth</c>.</remarks>
    public static async Task<RegistryLogin> InAsync(
        DockerEngine engine, RegistryName registry, RegistryCredential credential, LoginOptions options, CancellationToken cancellationToken)
    {
        var doing = $"log in to {registry} as {credential}";
        try
        {
            JsonObject body = RegistryHeaders.Json(registry, credential);
            var answer = await engine.Calls.AskJsonAsync(
                doing, HttpMethod.Post, "auth", Json.Body(body), engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false);
            var token = answer.Text("IdentityToken");
            // What the registry gives in place of the password is what is kept.
            var kept = token.Length > 0 ? RegistryCredential.FromIdentityToken(token) : credential;
            engine.Credentials.Remember(registry, kept);
            var saved = options.Save ? await engine.Credentials.SaveAsync(registry, kept, cancellationToken).ConfigureAwait(false) : null;
            return new RegistryLogin(registry.Host, credential.UserName, answer.Text("Status"), token.Length > 0, saved);
        }
        catch (EngineErrorException e)
        {
            throw Refused(doing, registry, credential, e);
        }
    }

    public static Task OutAsync(DockerEngine engine, RegistryName registry, LogoutOptions options, CancellationToken cancellationToken)
    {
        engine.Credentials.Forget(registry);
        return options.Saved ? engine.Credentials.EraseAsync(registry, cancellationToken) : Task.CompletedTask;
    }

    private static ContainerKitException Refused(string doing, RegistryName registry, RegistryCredential credential, EngineErrorException e)
    {
        var answer = $" (the engine said \"{e.EngineMessage}\")";
        return RegistryWords.Read(e.EngineMessage) switch
        {
            Refusal.Denied => new RegistryDeniedException("", registry.Host,
                $"Could not {doing}: the registry {registry} refused the credentials of user '{credential}'{answer}. Check the user's name and password.", e),
            Refusal.Untrusted or Refusal.PlainHttp or Refusal.Unreachable => new RegistryUnavailableException("", registry.Host,
                $"Could not {doing}: {RegistryWords.WhyUnavailable(registry, e.EngineMessage)}{answer}. {RegistryWords.Mend(registry, e.EngineMessage)}", e),
            _ => e,
        };
    }
}
