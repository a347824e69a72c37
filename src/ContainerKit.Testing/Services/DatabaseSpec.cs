namespace ContainerKit.Testing;

/// <summary>How a database server is to run. Immutable.</summary>
public abstract record DatabaseSpec : ServiceSpec
{
    private protected DatabaseSpec(string image)
        : base(image)
    {
    }

    /// <summary>The database, which is made at the start where there is none. Default: <c>test</c>, of PostgreSQL <c>postgres</c>.</summary>
    public string Database { get; init; } = "test";

    /// <summary>The user that owns it. Default: <c>test</c>.</summary>
    public string User { get; init; } = "test";

    /// <summary>The user's password. Default: random.</summary>
    public string Password
    {
        get;
        init => (field, HasOwnPassword) = (value, true);
    } = NewPassword();

    /// <summary>Whether the caller has set the password.</summary>
    internal bool HasOwnPassword { get; private init; }

    /// <summary>
    /// SQL that runs in the database as its user, in this order, before the server is handed over. A script that fails fails the start. Default: none.
    /// </summary>
    public IReadOnlyList<string> Scripts
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];
}
