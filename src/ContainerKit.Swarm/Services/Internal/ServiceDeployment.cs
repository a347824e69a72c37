using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Services;

/// <summary>Creates a service as a step of a plan.</summary>
internal static class ServiceDeployment
{
    /// <summary>Creates a service that the plan owns, and waits until it has converged.</summary>
    public static async Task<SwarmService> RunAsync(StepContext context, ImageReference image, string name, ServiceSpec spec)
    {
        var api = new ServiceApi(context.Engine);
        var service = await CreateAsync(context, api, image, name, spec, new Dictionary<string, string>()).ConfigureAwait(false);
        if (!spec.Detach)
        {
            await ServiceWaiter.WaitAsync(api, service.Id, spec.ConvergenceTimeout, untilUpdated: false, context.CancellationToken)
                .ConfigureAwait(false);
        }

        return service;
    }

    /// <summary>Creates a service that the plan owns.</summary>
    public static async Task<SwarmService> CreateAsync(
        StepContext context,
        ServiceApi api,
        ImageReference image,
        string name,
        ServiceSpec spec,
        IReadOnlyDictionary<string, string> labels)
    {
        var resolved = await api.References.ResolveAsync(image, spec, context.CancellationToken).ConfigureAwait(false);
        var ids = await api.References.FindAsync(name, spec, context.CancellationToken).ConfigureAwait(false);
        var removal = new OwnedService(api, name);
        var body = ServiceRequest.Create(spec, name, resolved, ids, removal.Labels.Concat(labels).ToDictionary());
        context.CancellationToken.ThrowIfCancellationRequested();
        var isRefused = false;
        try
        {
            removal.SetCreated(await api.CreateAsync(name, body, spec, image, removal.Label).ConfigureAwait(false));
        }
        catch (Exception e) when (SwarmFailures.IsRefused(e))
        {
            isRefused = true;
            throw;
        }
        finally
        {
            // After a lost response, the engine may have created the service.
            if (!isRefused) context.Track(removal);
        }

        context.CancellationToken.ThrowIfCancellationRequested();
        return new SwarmService(api, removal.Id!, name, removal);
    }
}
