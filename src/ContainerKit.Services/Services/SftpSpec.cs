namespace ContainerKit.Services;

/// <summary>The configuration of an SFTP server. Immutable.</summary>
public sealed record SftpSpec() : ServiceSpec("atmoz/sftp:latest")
{
    /// <summary>The user. Default: <c>test</c>.</summary>
    /// <exception cref="ArgumentException">The value is empty, or contains a colon or white space.</exception>
    public string User
    {
        get;
        init => field = Validate(value);
    } = "test";

    /// <summary>The user's password. Default: random.</summary>
    /// <exception cref="ArgumentException">The value is empty, or contains a colon or white space.</exception>
    public string Password
    {
        get;
        init => field = Validate(value);
    } = NewPassword();

    /// <summary>The folder to which the user can write. Default: <c>upload</c>.</summary>
    /// <exception cref="ArgumentException">The value is empty, or contains a colon or white space.</exception>
    public string Folder
    {
        get;
        init => field = Validate(value);
    } = "upload";

    private static string Validate(string value) =>
        !string.IsNullOrEmpty(value) && !value.Contains(':', StringComparison.Ordinal) && !value.Any(char.IsWhiteSpace)
            ? value
            : throw new ArgumentException(
                "The user, password and folder of an SFTP server must not be empty or contain a colon or white space. "
                + "The image separates its settings with them.",
                nameof(value));
}
