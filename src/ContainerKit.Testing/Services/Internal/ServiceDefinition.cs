namespace ContainerKit.Testing.Services;

/// <summary>What a ready-made service is made of: for a run, and for a snapshot.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Container">Its container, which publishes its port and waits until its server is ready.</param>
/// <param name="Setup">What runs in it before it is handed over.</param>
/// <param name="CreateService">Makes the service of the container.</param>
internal sealed record ServiceDefinition<TService>(string Image, ContainerSpec Container, IReadOnlyList<ExecSpec> Setup, Func<Container, TService> CreateService)
    where TService : Service
{
    public Plan<TService> Run() => Start(Setup.Aggregate(ContainerKit.Image.Pull(Image).Run(Container), (plan, exec) => plan.Exec(exec)));

    public Plan<TService> Start(ContainerPlan container) => Service.Start(container, CreateService);
}
