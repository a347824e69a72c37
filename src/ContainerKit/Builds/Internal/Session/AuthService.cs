using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>
/// The service by which BuildKit requests credentials, for one registry when it needs them:
/// https://github.com/moby/buildkit/blob/v0.20.0/session/auth/auth.proto. BuildKit itself exchanges them for a token.
/// </summary>
internal sealed class AuthService(BaseImageCredentials credentials)
{
    /// <summary>The path of the method.</summary>
    public const string CredentialsMethod = "/moby.filesync.v1.Auth/Credentials";

    /// <summary>Returns the credentials for a registry; empty ones if there are none.</summary>
    public async Task<ProtobufWriter> GetCredentialsAsync(byte[] request, CancellationToken cancellationToken)
    {
        var host = UnaryMethod.ReadText(request, field: 1);
        var response = new ProtobufWriter();
        return await credentials.FindAsync(RegistryName.Parse(host), cancellationToken).ConfigureAwait(false) switch
        {
            null or { RegistryToken: not null } => response,
            { IdentityToken: { } token } => response.Write(2, token),
            var credential => response.Write(1, credential.UserName).Write(2, credential.Password),
        };
    }
}
