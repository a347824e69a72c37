namespace ContainerKit;

/// <summary>Who owns a file in a container, by number: names are known inside the container only.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="GroupId">The group's id.</param>
public sealed record FileOwner(int UserId, int GroupId)
{
    /// <summary>The superuser, 0:0.</summary>
    public static FileOwner Root { get; } = new(0, 0);

    /// <summary>The user's id, 0 or more.</summary>
    public int UserId
    {
        get;
        init => field = ValidateId(value);
    } = ValidateId(UserId);

    /// <summary>The group's id, 0 or more.</summary>
    public int GroupId
    {
        get;
        init => field = ValidateId(value);
    } = ValidateId(GroupId);

    /// <summary>The ids as <c>user:group</c>.</summary>
    public override string ToString() => $"{UserId}:{GroupId}";

    private static int ValidateId(int id) => id >= 0 ? id : throw new ArgumentOutOfRangeException(nameof(id), id, "The id of a user or a group is 0 or more.");
}
