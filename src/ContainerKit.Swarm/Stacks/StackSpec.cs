using ContainerKit.Diagnostics;
using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>
/// The description of a stack: services with the networks, secrets and configs that they share. All of them get the name of the stack as
/// a prefix, and the label by which <c>docker stack</c> finds them. Immutable.
/// </summary>
/// <example><code>
/// new StackSpec("shop")
/// {
///     Secrets = [new SecretSpec("db-password", password)],
///     Services =
///     [
///         new StackService("web", Image.Pull("nginx"), new ServiceSpec { Replicas = 2 }),
///         new StackService("cache", Image.Pull("redis"), new ServiceSpec { Secrets = ["db-password"] }),
///     ],
/// }
/// </code></example>
public sealed record StackSpec
{
    /// <summary>Describes a stack.</summary>
    /// <param name="name">The name: at most 63 letters, digits, <c>-</c> or <c>_</c>.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    public StackSpec(string name)
    {
        SpecChecks.ServiceName(name);
        Name = name;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The services. Default: none.</summary>
    /// <exception cref="ArgumentException">Two services have the same name.</exception>
    public IReadOnlyList<StackService> Services
    {
        get;
        init => field = Unique(value, service => service.Name, "services");
    } = [];

    /// <summary>
    /// The networks, which are overlay networks. A network <c>default</c> is added if a service has no network. Default: none.
    /// </summary>
    /// <exception cref="ArgumentException">Two networks have the same name, or one has no name.</exception>
    public IReadOnlyList<NetworkSpec> Networks
    {
        get;
        init => field = Unique(value, network => network.Name, "networks");
    } = [];

    /// <summary>The secrets. Default: none.</summary>
    /// <exception cref="ArgumentException">Two secrets have the same name.</exception>
    public IReadOnlyList<SecretSpec> Secrets
    {
        get;
        init => field = Unique(value, secret => secret.Name, "secrets");
    } = [];

    /// <summary>The configs. Default: none.</summary>
    /// <exception cref="ArgumentException">Two configs have the same name.</exception>
    public IReadOnlyList<ConfigSpec> Configs
    {
        get;
        init => field = Unique(value, config => config.Name, "configs");
    } = [];

    /// <summary>Returns the request on one line.</summary>
    public override string ToString() => $"deploy stack {Name} of {Services.Count} services";

    private static IReadOnlyList<T> Unique<T>(IReadOnlyList<T> items, Func<T, string?> nameOf, string kind)
    {
        ArgumentNullException.ThrowIfNull(items);
        var names = new HashSet<string>();
        foreach (var item in items)
        {
            if (item is null || nameOf(item) is not { } name) throw ArgumentErrors.Create($"One of the {kind} of a stack has no name.");
            if (!names.Add(name)) throw ArgumentErrors.Create($"Two {kind} of the stack have the name {name}.");
        }

        return [.. items];
    }
}
