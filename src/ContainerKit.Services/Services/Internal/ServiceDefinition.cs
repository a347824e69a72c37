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

    /// <summary>The environment variables that the service sets unless the caller sets them. Default: none.</summary>
    public IReadOnlyDictionary<string, string> DefaultVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>The command if the caller sets none. Default: the command of the image.</summary>
    public IReadOnlyList<string> DefaultCommand { get; init; } = [];

    /// <summary>Returns the command with the arguments that the service adds. Default: no additional arguments.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<string>> CompleteCommand { get; init; } = command => command;

    /// <summary>The files that are written before the start. A service with snapshots has none.</summary>
    public IReadOnlyList<ServiceFile> Files { get; init; } = [];

    /// <summary>
    /// Creates the text of <see cref="Service.AddressFile"/> from the container and the address of the first port, for a
    /// server that must know its address. The command of the container runs when the file exists. Default: no file. A
    /// service with snapshots has none.
    /// </summary>
    public Func<Container, PortAddress, string>? AddressText { get; init; }

    /// <summary>
    /// A wait that must complete before the wait for the server begins, such as one for the end of an initialization.
    /// Default: none. A service with snapshots has none.
    /// </summary>
    public Wait? Initialized { get; init; }

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
            var container = _spec.CreateContainerSpec(Ports, Variables, DefaultVariables, Ready);
            var command = container.Command is [] ? DefaultCommand : container.Command;
            return field = container with { Command = CompleteCommand(command) };
        }
    }

    public Plan<TService> Run() => Start(Setup.Aggregate(RunContainer(), (plan, exec) => plan.Exec(exec)));

    public Plan<TService> Start(ContainerPlan container) => Service.Start(container, CreateService);

    private ContainerPlan RunContainer()
    {
        var image = ContainerKit.Image.Pull(Image);
        if (AddressText is null && Initialized is null && Files.Count == 0) return image.Run(Container);
        var container = AddressText is not null ? Service.AwaitAddress(Container)
            : Initialized is not null ? Container with { Wait = null }
            : Container;
        var created = Files.Aggregate(
            image.Create(container),
            (plan, file) => plan.WriteText(file.Path, file.Text, file.Options ?? new WriteFileOptions()));
        if (AddressText is { } createText) return Service.StartWithAddress(created, Container.Wait, Ports[0], createText);
        return Initialized is { } initialized
            ? created.Start().WaitFor(_spec.WithStartTimeout(initialized)).WaitFor(Container.Wait!)
            : created.Start();
    }
}
