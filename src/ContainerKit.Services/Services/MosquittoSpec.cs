namespace ContainerKit.Services;

/// <summary>The configuration of a Mosquitto broker. Immutable.</summary>
public sealed record MosquittoSpec() : ServiceSpec("eclipse-mosquitto:2.0")
{
    /// <summary>The user. Default: <c>test</c>.</summary>
    /// <exception cref="ArgumentException">
    /// The value is empty, or contains a colon or a line break, which the password file cannot represent.
    /// </exception>
    public string User
    {
        get;
        init => field = !string.IsNullOrEmpty(value) && value.AsSpan().IndexOfAny(':', '\n', '\r') < 0
            ? value
            : throw new ArgumentException(
                "The user of a Mosquitto broker must not be empty or contain a colon or a line break.", nameof(value));
    } = "test";

    /// <summary>The user's password. Default: random.</summary>
    public string Password { get; init; } = NewPassword();
}
