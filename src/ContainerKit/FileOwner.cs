namespace ContainerKit;

/// <summary>Who owns a file in a container, by number: names are known inside the container only.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="GroupId">The group's id.</param>
public sealed record FileOwner(int UserId, int GroupId)
{
    /// <summary>The superuser, 0:0.</summary>
    public static FileOwner Root { get; } = new(0, 0);

    /// <summary>The user's id.</summary>
    public int UserId { get; init; } = UserId >= 0 ? UserId : throw new ArgumentOutOfRangeException(nameof(UserId), UserId, "A user's id is 0 or more.");

    /// <summary>The group's id.</summary>
    public int GroupId { get; init; } = GroupId >= 0 ? GroupId : throw new ArgumentOutOfRangeException(nameof(GroupId), GroupId, "A group's id is 0 or more.");

    /// <summary>The ids as <c>user:group</c>.</summary>
    public override string ToString() => $"{UserId}:{GroupId}";
}
