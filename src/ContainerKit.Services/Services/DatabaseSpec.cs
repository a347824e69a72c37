namespace ContainerKit.Services;

/// <summary>The configuration of a database server. Immutable.</summary>
public abstract record DatabaseSpec : ServiceSpec
{
    private protected DatabaseSpec(string image)
        : base(image)
    {
    }

    /// <summary>
    /// The name of the database. It is created at the start if it does not exist. Default: <c>test</c>; for PostgreSQL
    /// <c>postgres</c>.
    /// </summary>
    public string Database { get; init; } = "test";

    /// <summary>The user that owns the database. Default: <c>test</c>.</summary>
    public string User { get; init; } = "test";

    /// <summary>The user's password. Default: random.</summary>
    public string Password
    {
        get;
        init => (field, HasOwnPassword) = (value, true);
    } = NewPassword();

    /// <summary>Indicates whether the caller has set the password.</summary>
    internal bool HasOwnPassword { get; private init; }

    /// <summary>
    /// SQL scripts that run in the database as its user, in this order, as part of the start. If a script fails, the
    /// start fails. Default: none.
    /// </summary>
    public IReadOnlyList<string> Scripts
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];
}
