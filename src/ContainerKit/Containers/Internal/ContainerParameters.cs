using Docker.DotNet.Models;

namespace ContainerKit.Containers;

/// <summary>Converts a spec to the parameters of a create request.</summary>
internal static partial class ContainerParameters
{
    /// <summary>Returns the parameters for a spec, without the published ports.</summary>
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
                // An empty list means the entrypoint of the image. A list with an empty string means no entrypoint, as
                // in `docker run --entrypoint ""`.
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
        AddLifecycle(parameters, spec);
        AddLimits(parameters.HostConfig, spec);
        AddSecurity(parameters.HostConfig, spec);
        AddNetworks(parameters, spec, api);
        AddMounts(parameters.HostConfig, spec, api);
        return parameters;
    }

    private static void AddLifecycle(CreateContainerParameters parameters, ContainerSpec spec)
    {
        var host = parameters.HostConfig!;
        host.RestartPolicy = new Docker.DotNet.Models.RestartPolicy
        {
            Name = ToModel(spec.Restart),
            MaximumRetryCount = spec.MaximumRetryCount ?? 0,
        };
        host.AutoRemove = spec.AutoRemove;
        host.Init = spec.Init;
        host.Runtime = spec.Runtime;
        parameters.Platform = spec.Platform;
        parameters.StopSignal = spec.StopSignal;
        parameters.StopTimeout =
            spec.StopTimeout is not { } gracePeriod ? null
            : gracePeriod == Timeout.InfiniteTimeSpan ? TimeSpan.FromSeconds(-1)
            : TimeSpan.FromSeconds(Math.Ceiling(gracePeriod.TotalSeconds));
        if (spec.LogDriver is { } log)
            host.LogConfig = new LogConfig { Type = log.Name, Config = new Dictionary<string, string>(log.Options) };
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

    private static RestartPolicyKind ToModel(RestartPolicy policy) => policy switch
    {
        RestartPolicy.Always => RestartPolicyKind.Always,
        RestartPolicy.OnFailure => RestartPolicyKind.OnFailure,
        RestartPolicy.UnlessStopped => RestartPolicyKind.UnlessStopped,
        _ => RestartPolicyKind.No,
    };
}
