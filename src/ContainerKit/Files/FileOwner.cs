namespace ContainerKit;

/// <summary>The owner of a file in a container, by number. Names are only known inside the container.</summary>
/// <param name="UserId">The user id.</param>
/// <param name="GroupId">The group id.</param>
public sealed record FileOwner(int UserId, int GroupId)
{
    /// <summary>The root user and group, 0:0.</summary>
    public static FileOwner Root { get; } = new(0, 0);

    /// <summary>The user id, 0 or more.</summary>
    public int UserId
    {
        get;
        init => field = ValidateId(value);
    } = ValidateId(UserId);

    /// <summary>The group id, 0 or more.</summary>
    public int GroupId
    {
        get;
        init => field = ValidateId(value);
    } = ValidateId(GroupId);

    /// <summary>Returns the ids as <c>user:group</c>.</summary>
    public override string ToString() => $"{UserId}:{GroupId}";

    private static int ValidateId(int id) => id >= 0
        ? id
        : throw new ArgumentOutOfRangeException(nameof(id), id, "The id of a user or group must be 0 or more.");
}
