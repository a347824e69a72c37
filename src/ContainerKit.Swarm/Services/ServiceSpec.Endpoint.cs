using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

public sealed partial record ServiceSpec
{
    /// <summary>
    /// The networks of the tasks, by handle or name. The tasks of services on one overlay network reach each other by the names of the
    /// services. Default: none, except for the network of published ports.
    /// </summary>
    public IReadOnlyList<NetworkAttachment> Networks
    {
        get;
        init => field = SpecChecks.Items(value, "networks");
    } = [];

    /// <summary>The published ports, as text or typed. Default: none.</summary>
    public IReadOnlyList<ServicePort> Publish
    {
        get;
        init => field = SpecChecks.Items(value, "ports");
    } = [];

    /// <summary>The address that the name of the service resolves to. Default: <see cref="EndpointMode.Vip"/>.</summary>
    public EndpointMode EndpointMode { get; init; }

    /// <summary>
    /// The mounts. The nodes must have the host paths of bind mounts; each node has volumes for itself. Docker Engine 20.10 ignores
    /// <see cref="BindMount.CreateHostPath"/> for services. Default: none.
    /// </summary>
    public IReadOnlyList<Mount> Mounts
    {
        get;
        init => field = SpecChecks.Items(value, "mounts");
    } = [];

    /// <summary>The secrets that the tasks read as files, by name. Default: none.</summary>
    public IReadOnlyList<ServiceFileReference> Secrets
    {
        get;
        init => field = SpecChecks.Items(value, "secrets");
    } = [];

    /// <summary>The configs that the tasks read as files, by name. Default: none.</summary>
    public IReadOnlyList<ServiceFileReference> Configs
    {
        get;
        init => field = SpecChecks.Items(value, "configs");
    } = [];
}
