namespace ContainerKit.Services.Internal;

/// <summary>The definition of a ready-made service, for a run and for a snapshot.</summary>
internal sealed class ServiceDefinition<TService>
    where TService : Service
{
    private readonly ServiceSpec _spec;

    /// <summary>Creates the definition of a service with the configuration of the caller.</summary>
    public ServiceDefinition(ServiceSpec spec, Func<Container, TService> createService)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        CreateService = createService;
    }

    /// <summary>Creates the service object of the container.</summary>
    public Func<Container, TService> CreateService { get; }

    /// <summary>The TCP ports that the container publishes.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>The wait for the server.</summary>
    public required Wait Ready { get; init; }

    /// <summary>The environment variables that the service sets itself. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The command if the caller sets none. Default: the command of the image.</summary>
    public IReadOnlyList<string> DefaultCommand { get; init; } = [];

    /// <summary>Returns the command with the arguments that the service adds. Default: no additional arguments.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<string>> CompleteCommand { get; init; } = command => command;

    /// <summary>The files that are written before the start. A service with snapshots has none.</summary>
    public IReadOnlyList<ServiceFile> Files { get; init; } = [];

    /// <summary>
    /// A step after the start and before the wait, when the published ports are known. A service with snapshots has none.
    /// </summary>
    public (string Description, Func<Container, CancellationToken, Task> Work)? AfterStart { get; init; }

    /// <summary>The commands that run in the container when the server is ready, as part of the start.</summary>
    public IReadOnlyList<ExecSpec> Setup { get; init; } = [];

    /// <summary>The name of the image.</summary>
    public string Image => _spec.Image;

    /// <summary>The container. It publishes the service's ports and waits until the server is ready.</summary>
    public ContainerSpec Container
    {
        get
        {
            if (field is not null) return field;
            var container = _spec.CreateContainerSpec(Ports, Variables, Ready);
            var command = container.Command is [] ? DefaultCommand : container.Command;
            return field = container with { Command = CompleteCommand(command) };
        }
    }

    public Plan<TService> Run() => Start(Setup.Aggregate(RunContainer(), (plan, exec) => plan.Exec(exec)));

    public Plan<TService> Start(ContainerPlan container) => Service.Start(container, CreateService);

    private ContainerPlan RunContainer()
    {
        var image = ContainerKit.Image.Pull(Image);
        if (AfterStart is null && Files.Count == 0) return image.Run(Container);
        var created = Files.Aggregate(
            image.Create(AfterStart is null ? Container : Container with { Wait = null }),
            (plan, file) => plan.WriteText(file.Path, file.Text, file.Options ?? new WriteFileOptions()));
        return AfterStart is { } step ? created.Start().Do(step.Description, step.Work).WaitFor(Container.Wait!) : created.Start();
    }
}
