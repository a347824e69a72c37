using Docker.DotNet.Models;

namespace ContainerKit.Containers;

/// <summary>Writes a spec as the engine's create request.</summary>
internal static partial class ContainerParameters
{
    public static CreateContainerParameters From(ContainerSpec spec, string image, string name, System.Version api)
    {
        var parameters = new CreateContainerParameters
        {
            Name = name,
            Image = image,
            Cmd = spec.Command.Count > 0 ? [.. spec.Command] : null!,
            Entrypoint = spec.Entrypoint switch
            {
                null => null!,
                // Engines take an empty list for "as the image has it"; one empty word is how they are told to have none.
                { Count: 0 } => [""],
                var words => [.. words],
            },
            Env = SpecValidation.ToAssignments(spec.Environment),
            WorkingDir = spec.WorkingDirectory!,
            User = spec.User!,
            Labels = new Dictionary<string, string>(spec.Labels),
            Tty = spec.Tty,
            OpenStdin = spec.OpenStdin || spec.StdinOnce,
            StdinOnce = spec.StdinOnce,
            HostConfig = new HostConfig(),
        };
        AddLife(parameters, spec);
        AddLimits(parameters.HostConfig, spec);
        AddRights(parameters.HostConfig, spec);
        AddNetworks(parameters, spec, api);
        AddMounts(parameters.HostConfig, spec, api);
        return parameters;
    }

    private static void AddLife(CreateContainerParameters parameters, ContainerSpec spec)
    {
        var host = parameters.HostConfig!;
        host.RestartPolicy = new Docker.DotNet.Models.RestartPolicy { Name = Restart(spec.Restart), MaximumRetryCount = spec.MaximumRetryCount ?? 0 };
        host.Init = spec.Init;
        host.Runtime = spec.Runtime;
        parameters.Platform = spec.Platform;
        parameters.StopSignal = spec.StopSignal;
        parameters.StopTimeout = spec.StopTimeout is { } gracePeriod ? TimeSpan.FromSeconds(Math.Ceiling(gracePeriod.TotalSeconds)) : null;
        if (spec.LogDriver is { } log) host.LogConfig = new LogConfig { Type = log.Name, Config = new Dictionary<string, string>(log.Options) };
        if (spec.HealthCheck is not { } check) return;
        parameters.Healthcheck = new HealthcheckConfig
        {
            Test = [.. check.Test],
            Interval = check.Interval,
            Timeout = check.Timeout,
            Retries = check.Retries,
            StartPeriod = check.StartPeriod,
            StartInterval = check.StartInterval,
        };
    }

    private static RestartPolicyKind Restart(RestartPolicy policy) => policy switch
    {
        RestartPolicy.Always => RestartPolicyKind.Always,
        RestartPolicy.OnFailure => RestartPolicyKind.OnFailure,
        RestartPolicy.UnlessStopped => RestartPolicyKind.UnlessStopped,
        _ => RestartPolicyKind.No,
    };
}
