using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial record ContainerSpec
{
    /// <summary>What stands at paths in the container, as <c>docker run -v</c> and <c>--tmpfs</c>. Default: the volumes that the image declares.</summary>
    public IReadOnlyList<Mount> Mounts
    {
        get;
        init => field = SpecValidation.ValidateItems(value, "mounts");
    } = [];

    private void ValidateMounts()
    {
        if (Mounts.GroupBy(mount => mount.Target.TrimEnd('/')).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two mounts stand at {twice.Key}: {string.Join(" and ", twice)}.", nameof(Mounts));
    }
}
