using ContainerKit.Diagnostics;

namespace ContainerKit.Services.Snapshots;

/// <summary>
/// The rules for the container spec of a snapshot: its validation, and the settings that are part of the definition.
/// </summary>
internal static class SnapshotSpecRules
{
    /// <exception cref="ArgumentException">
    /// The spec has a setting that several copies cannot have, or would share.
    /// </exception>
    public static void Validate(ContainerSpec spec)
    {
        spec.Validate();
        if (spec.Name is not null)
        {
            throw ArgumentErrors.Create(
                $"A snapshot has several containers, so they cannot all have the name '{spec.Name}'. "
                + "Remove Name, or set it for a single copy: Run(spec => spec with { Name = ... }).",
                nameof(spec));
        }

        if (spec.AutoRemove)
        {
            throw new ArgumentException(
                "The container of a snapshot is stopped before it is committed, and AutoRemove would remove it then. "
                + "Leave AutoRemove out, or set it for a single copy: Run(spec => spec with { AutoRemove = true }).",
                nameof(spec));
        }

        if (spec.Mounts.FirstOrDefault(mount => mount is BindMount or VolumeMount { Name: not null } && !mount.ReadOnly) is { } shared)
        {
            throw ArgumentErrors.Create(
                $"All copies of a snapshot would share the mount {shared}, and its content would not be part of the snapshot. "
                + "Remove the mount, or set ReadOnly.",
                nameof(spec));
        }
    }

    /// <summary>
    /// Adds the settings that affect the content of the container. Limits, ports, networks and waits are not added,
    /// because copies may differ in them. <see cref="ContainerSpec.Customize"/> is code and cannot be added.
    /// </summary>
    public static void AddToHash(DefinitionHash hash, ContainerSpec spec) => hash
        .Add("run").Add(spec.Platform).Add(spec.Entrypoint).Add(spec.Command).Add(spec.Environment).Add(spec.WorkingDirectory)
        .Add(spec.User).Add(spec.Groups).Add(spec.Hostname).Add(spec.DomainName).Add(spec.Labels)
        .Add([.. spec.Mounts.Select(mount => mount.ToString())]).Add($"{spec.Tty} {spec.OpenStdin} {spec.Privileged}");
}
