using ContainerKit.Sessions;

namespace ContainerKit.Testing;

/// <summary>Takes the containers of an <see cref="ContainerGroupFixture"/>, in an order in which each comes after those it depends on.</summary>
public sealed class ContainerGroupBuilder
{
    private readonly List<ContainerGroupMember> _parts = [];

    internal ContainerGroupBuilder()
    {
    }

    internal IReadOnlyList<ContainerGroupMember> Parts => _parts;

    /// <summary>Adds a container, which the others reach by this name. It starts when those it depends on are ready.</summary>
    /// <param name="name">Its name on the fixture's network.</param>
    /// <param name="image">What it is made from.</param>
    /// <param name="spec">How it is made; its network is added.</param>
    /// <param name="dependsOn">What has to be ready before it starts: started, and waited for where their spec has a <see cref="ContainerSpec.Wait"/>.</param>
    /// <exception cref="ArgumentException">The name cannot be looked up, or another container has it; or a dependency is another fixture's.</exception>
    public ContainerGroupMember Add(string name, ImagePlan image, ContainerSpec spec, params ContainerGroupMember[] dependsOn)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(spec);
        // Called like that in messages and by the docker command too; with a suffix, since the same fixture may run twice at once.
        return Add(name, network => image.Run(spec with { Name = spec.Name ?? $"{name}-{ResourceLabels.NewNonce()[..8]}", Networks = [network, .. spec.Networks] }), dependsOn);
    }

    /// <summary>Adds a container with work that belongs to its start, such as a migration. The others reach it by this name.</summary>
    /// <param name="name">Its name on the fixture's network.</param>
    /// <param name="describe">Describes it; the network, with the name as alias, is to be among its <see cref="ContainerSpec.Networks"/>.</param>
    /// <param name="dependsOn">What has to be ready before it starts.</param>
    /// <exception cref="ArgumentException">The name cannot be looked up, or another container has it; or a dependency is another fixture's.</exception>
    /// <example><code>
    /// environment.Add("db", network => Image.Pull("postgres:15").Run(new ContainerSpec { Networks = [network] }).Exec("migrate"));
    /// </code></example>
    public ContainerGroupMember Add(string name, Func<NetworkAttachment, ContainerPlan> describe, params ContainerGroupMember[] dependsOn)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return AddPart(name, ContainerGroupMember.Plans(name, describe), dependsOn);
    }

    /// <summary>
    /// Adds a ready-made service, which the others reach by this name and the tests by <see cref="ContainerGroupFixture.Service{TService}"/>. It is ready when
    /// it says so itself.
    /// </summary>
    /// <typeparam name="TService">What kind of service.</typeparam>
    /// <param name="name">Its name on the fixture's network.</param>
    /// <param name="describe">Describes it; the network, with the name as alias, is to be among the <see cref="ContainerSpec.Networks"/> of its <see cref="ServiceSpec.Container"/>.</param>
    /// <param name="dependsOn">What has to be ready before it starts.</param>
    /// <exception cref="ArgumentException">The name cannot be looked up, or another container has it; or a dependency is another fixture's.</exception>
    /// <example><code>
    /// environment.Add("db", network => PostgreSql.Run(new PostgreSqlSpec { Container = new() { Networks = [network] } }));
    /// </code></example>
    public ContainerGroupMember Add<TService>(string name, Func<NetworkAttachment, Plan<TService>> describe, params ContainerGroupMember[] dependsOn)
        where TService : Service
    {
        ArgumentNullException.ThrowIfNull(describe);
        return AddPart(name, ContainerGroupMember.Plans(name, describe), dependsOn);
    }

    private ContainerGroupMember AddPart(string name, Func<Network, Plan<IAsyncDisposable>> plan, ContainerGroupMember[] dependsOn)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(dependsOn);
        // Refused here and not at the start, where the name meets its network.
        _ = new NetworkAttachment("any") { Aliases = [name] };
        if (_parts.Exists(part => string.Equals(part.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"Two containers of the fixture are called '{name}'. Give one of them another name.", nameof(name));
        foreach (var other in dependsOn)
        {
            if (!_parts.Contains(other))
                throw new ArgumentException($"'{name}' depends on {(other is null ? "null" : $"'{other}'")}, which was not added to this environment. Pass what Add returned.", nameof(dependsOn));
        }

        var added = new ContainerGroupMember(name, _parts.Count, plan, [.. dependsOn]);
        _parts.Add(added);
        return added;
    }

    /// <summary>The names, in order.</summary>
    public override string ToString() => string.Join(", ", _parts);
}
