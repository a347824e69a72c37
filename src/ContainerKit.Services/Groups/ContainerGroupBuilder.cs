using ContainerKit.Diagnostics;

namespace ContainerKit.Services;

/// <summary>
/// The description of the containers of a <see cref="ContainerGroup"/>. Add each container after the ones that
/// it depends on.
/// </summary>
public sealed class ContainerGroupBuilder
{
    private readonly List<ContainerGroupMember> _members = [];

    internal ContainerGroupBuilder()
    {
    }

    internal IReadOnlyList<ContainerGroupMember> Members => _members;

    /// <summary>
    /// Adds a container. It starts when its dependencies are ready. The other containers reach it by this name.
    /// </summary>
    /// <param name="name">The name of the container on the group's network.</param>
    /// <param name="image">The image of the container.</param>
    /// <param name="spec">The description of the container. The group's network is added to it.</param>
    /// <param name="dependsOn">
    /// The containers that must be ready first: they have started, and the <see cref="ContainerSpec.Wait"/> of their
    /// spec has completed.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The name is not valid on a network or is taken, or a dependency belongs to another group.
    /// </exception>
    public ContainerGroupMember Add(string name, ImagePlan image, ContainerSpec spec, params ContainerGroupMember[] dependsOn)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(spec);
        return Add(name, Describe, dependsOn);

        // Messages and the Docker CLI show this container name. The suffix is needed because the same group can run
        // twice at once.
        ContainerPlan Describe(NetworkAttachment network) => image.Run(spec with
        {
            Name = spec.Name ?? $"{name}-{Guid.NewGuid().ToString("N")[..8]}",
            Networks = [network, .. spec.Networks],
        });
    }

    /// <summary>
    /// Adds a container with work that is part of its start, such as a migration. The other containers reach it by this
    /// name.
    /// </summary>
    /// <param name="name">The name of the container on the group's network.</param>
    /// <param name="describe">
    /// Describes the container. It must add the network that it gets, which has the name as an alias, to
    /// <see cref="ContainerSpec.Networks"/>.
    /// </param>
    /// <param name="dependsOn">The containers that must be ready first.</param>
    /// <exception cref="ArgumentException">
    /// The name is not valid on a network or is taken, or a dependency belongs to another group.
    /// </exception>
    /// <example><code>
    /// group.Add("db", network => Image.Pull("postgres:15").Run(new ContainerSpec { Networks = [network] }).Exec("migrate"));
    /// </code></example>
    public ContainerGroupMember Add(
        string name, Func<NetworkAttachment, ContainerPlan> describe, params ContainerGroupMember[] dependsOn)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return AddMember(name, ContainerGroupMember.Describe(name, describe), dependsOn);
    }

    /// <summary>
    /// Adds a ready-made service. The other containers reach it by this name, the program by
    /// <see cref="ContainerGroup.Service{TService}"/>. Containers that depend on it start when the service is
    /// ready.
    /// </summary>
    /// <typeparam name="TService">The type of the service.</typeparam>
    /// <param name="name">The name of the service on the group's network.</param>
    /// <param name="describe">
    /// Describes the service. It must add the network that it gets, which has the name as an alias, to the
    /// <see cref="ContainerSpec.Networks"/> of its <see cref="ServiceSpec.Container"/>.
    /// </param>
    /// <param name="dependsOn">The containers that must be ready first.</param>
    /// <exception cref="ArgumentException">
    /// The name is not valid on a network or is taken, or a dependency belongs to another group.
    /// </exception>
    /// <example><code>
    /// group.Add("db", network => PostgreSql.Run(new PostgreSqlSpec { Container = new() { Networks = [network] } }));
    /// </code></example>
    public ContainerGroupMember Add<TService>(
        string name, Func<NetworkAttachment, Plan<TService>> describe, params ContainerGroupMember[] dependsOn)
        where TService : Service
    {
        ArgumentNullException.ThrowIfNull(describe);
        return AddMember(name, ContainerGroupMember.Describe(name, describe), dependsOn);
    }

    private ContainerGroupMember AddMember(
        string name, Func<Network, Func<StepContext, Task<IAsyncDisposable>>> describe, ContainerGroupMember[] dependsOn)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(dependsOn);
        // The name is an alias on the network and a part of the container's name.
        if (!char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            throw ArgumentErrors.Create(
                $"'{name}' is not a valid name on a network. Use letters, digits, '_', '.' and '-', and begin with a letter or digit.",
                nameof(name));
        }

        if (_members.Exists(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw ArgumentErrors.Create($"The group already has a container '{name}'. Use another name for one of them.", nameof(name));
        foreach (var dependency in dependsOn)
        {
            if (_members.Contains(dependency)) continue;
            throw ArgumentErrors.Create(
                $"'{name}' depends on {(dependency is null ? "null" : $"'{dependency}'")}, which was not added to this group. "
                + "Pass the value that Add returned.",
                nameof(dependsOn));
        }

        var added = new ContainerGroupMember(name, _members.Count, describe, [.. dependsOn]);
        _members.Add(added);
        return added;
    }

    /// <summary>Returns the names, in the order in which they were added.</summary>
    public override string ToString() => string.Join(", ", _members);
}
