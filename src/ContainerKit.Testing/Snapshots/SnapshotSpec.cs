namespace ContainerKit.Testing.Snapshots;

/// <summary>What of a container's spec a snapshot can have, and what of it is part of the recipe.</summary>
internal static class SnapshotSpec
{
    /// <exception cref="ArgumentException">It has something that several copies cannot have, or would share.</exception>
    public static void Check(ContainerSpec spec)
    {
        spec.Validate();
        if (spec.Name is not null)
            throw new ArgumentException($"The containers of a snapshot are many, so they cannot all be called '{spec.Name}'. Leave Name out, or give one to a single copy: Run(spec => spec with {{ Name = ... }}).", nameof(spec));
        if (spec.Mounts.FirstOrDefault(mount => mount is BindMount or VolumeMount { Name: not null } && !mount.ReadOnly) is { } shared)
            throw new ArgumentException($"What is written to {shared} would be shared by all copies of a snapshot, and is no part of it. Leave the mount out, or make it ReadOnly.", nameof(spec));
    }

    /// <summary>
    /// Adds what shapes the content of the container. How much it may use, where it is reached and when it is ready is left out: copies may differ in that.
    /// So is <see cref="ContainerSpec.Customize"/>, which is code.
    /// </summary>
    public static void Describe(RecipeHash hash, ContainerSpec spec) => hash
        .Add("run").Add(spec.Platform).Add(spec.Entrypoint).Add(spec.Command).Add(spec.Environment).Add(spec.WorkingDirectory)
        .Add(spec.User).Add(spec.Groups).Add(spec.Hostname).Add(spec.DomainName).Add(spec.Labels)
        .Add([.. spec.Mounts.Select(mount => mount.ToString())]).Add($"{spec.Tty} {spec.OpenStdin} {spec.Privileged}");
}
