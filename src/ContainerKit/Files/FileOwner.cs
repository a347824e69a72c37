namespace ContainerKit;

/// <summary>The owner of a file in a container, by number. Names are only known inside the container.</summary>
/// <param name="UserId">The user id.</param>
/// <param name="GroupId">The group id.</param>
public sealed record FileOwner(long UserId, long GroupId)
{
    /// <summary>The root user and group, 0:0.</summary>
    public static FileOwner Root { get; } = new(0, 0);

    /// <summary>The user id, from 0 to 4294967295.</summary>
    public long UserId
    {
        get;
        init => field = ValidateId(value);
    } = ValidateId(UserId);

    /// <summary>The group id, from 0 to 4294967295.</summary>
    public long GroupId
    {
        get;
        init => field = ValidateId(value);
    } = ValidateId(GroupId);

    /// <summary>Returns the ids as <c>user:group</c>.</summary>
    public override string ToString() => $"{UserId}:{GroupId}";

    private static long ValidateId(long id) => id is >= 0 and <= uint.MaxValue
        ? id
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"The id of a user or group must be from 0 to {uint.MaxValue}.");
}
