namespace ContainerKit.Services.Internal;

/// <summary>The definition of a ready-made service, for a run and for a snapshot.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Container">The container. It publishes the service's port and waits until the server is ready.</param>
/// <param name="Setup">The commands that run in the container as part of the start.</param>
/// <param name="CreateService">Creates the service object of the container.</param>
internal sealed record ServiceDefinition<TService>(
    string Image, ContainerSpec Container, IReadOnlyList<ExecSpec> Setup, Func<Container, TService> CreateService)
    where TService : Service
{
    public Plan<TService> Run() =>
        Start(Setup.Aggregate(ContainerKit.Image.Pull(Image).Run(Container), (plan, exec) => plan.Exec(exec)));

    public Plan<TService> Start(ContainerPlan container) => Service.Start(container, CreateService);
}
