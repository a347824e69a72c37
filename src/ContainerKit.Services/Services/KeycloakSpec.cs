namespace ContainerKit.Services;

/// <summary>The configuration of a Keycloak server. Immutable.</summary>
public sealed record KeycloakSpec() : ServiceSpec("quay.io/keycloak/keycloak:26.0")
{
    /// <summary>The administrator. Default: <c>test</c>.</summary>
    public string User { get; init; } = "test";

    /// <summary>The administrator's password. Default: random.</summary>
    public string Password { get; init; } = NewPassword();

    /// <summary>Realms in JSON, as Keycloak exports them. They are imported at the start. Default: none.</summary>
    public IReadOnlyList<string> Realms
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];
}
