using System.Net;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>
/// The description of a service: the command and the options of <c>docker service create</c>. Immutable. Unset properties keep the
/// setting of the image or of the engine.
/// </summary>
/// <example><code>
/// new ServiceSpec { Replicas = 3, Publish = ["published=8080,target=80,mode=host"], Constraints = ["node.role==worker"] }
/// </code></example>
public sealed partial record ServiceSpec
{
    /// <summary>Creates the description of a service that runs a command; without arguments, the command of the image.</summary>
    /// <exception cref="ArgumentException">An argument is null or contains a null character.</exception>
    public ServiceSpec(params string[] command) => Command = SpecChecks.Texts(command, "command arguments");

    /// <summary>The command and its arguments. Default: the command of the image.</summary>
    public IReadOnlyList<string> Command
    {
        get;
        init => field = SpecChecks.Texts(value, "command arguments");
    }

    /// <summary>The entrypoint, which the command is passed to. Default: the entrypoint of the image.</summary>
    public IReadOnlyList<string> Entrypoint
    {
        get;
        init => field = SpecChecks.Texts(value, "entrypoint arguments");
    } = [];

    /// <summary>
    /// The environment variables to add to those of the image. The engine fills in templates such as <c>{{.Task.Slot}}</c> and
    /// <c>{{.Node.Hostname}}</c> in their values. The values appear in no message and no log. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = SpecChecks.Environment(value);
    } = SpecChecks.EmptyMap;

    /// <summary>The labels of the service. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecChecks.Labels(value);
    } = SpecChecks.EmptyMap;

    /// <summary>The labels of the containers of the tasks. Default: none.</summary>
    public IReadOnlyDictionary<string, string> ContainerLabels
    {
        get;
        init => field = SpecChecks.Labels(value);
    } = SpecChecks.EmptyMap;

    /// <summary>The working directory. Default: that of the image.</summary>
    public string? WorkingDirectory
    {
        get;
        init => field = SpecChecks.Text(value, "The working directory");
    }

    /// <summary>The user: <c>name</c>, <c>uid</c>, or <c>user:group</c>. Default: the user of the image.</summary>
    public string? User
    {
        get;
        init => field = SpecChecks.Text(value, "The user");
    }

    /// <summary>Additional groups of the user. Default: none.</summary>
    public IReadOnlyList<string> Groups
    {
        get;
        init => field = SpecChecks.Texts(value, "groups");
    } = [];

    /// <summary>The host name in the containers, which may be a template. Default: the id of the container.</summary>
    public string? Hostname
    {
        get;
        init => field = SpecChecks.Text(value, "The host name");
    }

    /// <summary>Indicates whether the processes get a terminal. Default: false.</summary>
    public bool Tty { get; init; }

    /// <summary>Indicates whether the root file systems are read-only. Default: false.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Indicates whether an init process runs as process 1. Default: the setting of the engine.</summary>
    public bool? Init { get; init; }

    /// <summary>The signal that stops a container. Default: that of the image, otherwise SIGTERM.</summary>
    public string? StopSignal
    {
        get;
        init => field = SpecChecks.Text(value, "The stop signal");
    }

    /// <summary>The time until a container that is being stopped is killed. Default: 10 seconds.</summary>
    public TimeSpan? StopGracePeriod
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The grace period of a stop");
    }

    /// <summary>The health check. Default: that of the image. A task is running when its container is healthy.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>The log driver. Default: that of the engine. <see cref="SwarmService.LogsAsync(ServiceLogOptions, CancellationToken)"/>
    /// requires one that can be read.</summary>
    public LogDriver? LogDriver { get; init; }

    /// <summary>The Linux capabilities to add. Default: none.</summary>
    public IReadOnlyList<string> AddCapabilities
    {
        get;
        init => field = SpecChecks.Texts(value, "capabilities");
    } = [];

    /// <summary>The Linux capabilities to remove; <c>ALL</c> removes all. Default: none.</summary>
    public IReadOnlyList<string> DropCapabilities
    {
        get;
        init => field = SpecChecks.Texts(value, "capabilities");
    } = [];

    /// <summary>The kernel parameters of the containers. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Sysctls
    {
        get;
        init => field = SpecChecks.Map(value, "kernel parameters");
    } = SpecChecks.EmptyMap;

    /// <summary>The limits of each process. Default: those of the engine.</summary>
    public IReadOnlyList<Ulimit> Ulimits
    {
        get;
        init => field = SpecChecks.Items(value, "ulimits");
    } = [];

    /// <summary>
    /// The adjustment of the OOM score, -1000 to 1000. Requires API 1.46 (Docker Engine 27); older engines ignore it. Default: 0.
    /// </summary>
    public int OomScoreAdjust
    {
        get;
        init => field = value is >= -1000 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "OomScoreAdjust must be a number from -1000 to 1000.");
    }

    /// <summary>The DNS servers. Default: the setting of the engine.</summary>
    public IReadOnlyList<IPAddress> DnsServers
    {
        get;
        init => field = SpecChecks.Items(value, "DNS servers");
    } = [];

    /// <summary>The DNS search domains. Default: the setting of the engine.</summary>
    public IReadOnlyList<string> DnsSearch
    {
        get;
        init => field = SpecChecks.Texts(value, "DNS search domains");
    } = [];

    /// <summary>The options of the DNS resolver. Default: the setting of the engine.</summary>
    public IReadOnlyList<string> DnsOptions
    {
        get;
        init => field = SpecChecks.Texts(value, "DNS options");
    } = [];

    /// <summary>Additional host names with their addresses. Default: none.</summary>
    public IReadOnlyDictionary<string, IPAddress> ExtraHosts { get; init; } = new Dictionary<string, IPAddress>();

    /// <summary>The isolation of Windows containers: <c>default</c>, <c>process</c>, <c>hyperv</c>. Default: that of the engine.</summary>
    public string? Isolation
    {
        get;
        init => field = value is null or "default" or "process" or "hyperv"
            ? value
            : throw ArgumentErrors.Create($"The isolation must be default, process or hyperv, not '{value}'.", nameof(value));
    }

    /// <summary>
    /// The credential spec of a managed service account for Windows containers: <c>file://NAME</c>, <c>registry://NAME</c> or
    /// <c>config://NAME</c>. Default: none.
    /// </summary>
    public string? CredentialSpec
    {
        get;
        init => field = value is null || value.Split("://") is ["file" or "registry" or "config", { Length: > 0 }]
            ? value
            : throw ArgumentErrors.Create(
                $"'{value}' is not a credential spec. Write file://NAME, registry://NAME or config://NAME.", nameof(value));
    }

    /// <summary>
    /// A callback that can change the engine's JSON of the service before it is sent, for options that this type does not have.
    /// Default: none.
    /// </summary>
    public Action<JsonObject>? Customize { get; init; }

    /// <summary>Returns the mode and the command on one line, without values of environment variables.</summary>
    public override string ToString() => $"{Mode} service" + (Command.Count == 0 ? "" : " " + string.Join(' ', Command));
}
