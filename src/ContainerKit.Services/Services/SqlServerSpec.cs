namespace ContainerKit.Services;

/// <summary>
/// The configuration of a SQL Server. Immutable. The image requires that its license is accepted, see
/// <see cref="AcceptLicense"/>.
/// </summary>
public sealed record SqlServerSpec() : ServiceSpec("mcr.microsoft.com/mssql/server:2022-latest")
{
    /// <summary>
    /// Indicates that the caller accepts the license of SQL Server, see https://go.microsoft.com/fwlink/?linkid=857698.
    /// Required. Default: false.
    /// </summary>
    public bool AcceptLicense { get; init; }

    /// <summary>The name of the database. It is created at the start if it does not exist. Default: <c>master</c>.</summary>
    /// <exception cref="ArgumentException">The value is empty or contains a quote or a bracket.</exception>
    public string Database
    {
        get;
        init => field = !string.IsNullOrEmpty(value) && value.AsSpan().IndexOfAny('\'', '[', ']') < 0
            ? value
            : throw new ArgumentException("The name of a database must not be empty or contain a quote or a bracket.", nameof(value));
    } = "master";

    /// <summary>
    /// The password of the user <c>sa</c>. The server requires 8 characters of three kinds: upper case, lower case,
    /// digits, symbols. Default: random.
    /// </summary>
    public string Password
    {
        get;
        init => (field, HasOwnPassword) = (value, true);
    } = NewPassword();

    /// <summary>Indicates whether the caller has set the password.</summary>
    internal bool HasOwnPassword { get; private init; }

    /// <summary>
    /// SQL scripts that sqlcmd runs in the database, in this order, as part of the start. If a script fails, the start
    /// fails. Default: none.
    /// </summary>
    public IReadOnlyList<string> Scripts
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];
}
