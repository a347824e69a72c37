namespace ContainerKit.Services;

/// <summary>The configuration of a MongoDB server. Immutable.</summary>
public sealed record MongoDbSpec() : ServiceSpec("mongo:8.0")
{
    /// <summary>The user, an administrator. Default: <c>test</c>.</summary>
    public string User { get; init; } = "test";

    /// <summary>The user's password. Default: random.</summary>
    public string Password { get; init; } = NewPassword();
}
