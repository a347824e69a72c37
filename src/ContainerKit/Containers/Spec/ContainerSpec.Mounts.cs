using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>
    /// The mounts, as for <c>docker run -v</c> and <c>--tmpfs</c>. Default: none, besides the volumes that the image
    /// declares.
    /// </summary>
    public IReadOnlyList<Mount> Mounts
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "mounts");
    } = [];

    private void ValidateMounts()
    {
        if (Mounts.GroupBy(mount => mount.Target.TrimEnd('/')).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw ArgumentErrors.Create(
                $"Two mounts have the target {duplicate.Key}: {string.Join(" and ", duplicate)}. "
                    + "Give each mount its own target.",
                nameof(Mounts));
    }
}
