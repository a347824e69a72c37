using System.Net;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Waiting;

namespace ContainerKit.Containers;

/// <summary>Create and start, and the wait until it is ready where the spec has one.</summary>
internal sealed class RunStep(Step<ImageClient> image, ContainerSpec spec, string text) : Step<ContainerClient>(text, image)
{
    public RunStep(Step<ImageClient> image, ContainerSpec spec)
        : this(image, spec, spec.Validate().Wait is null ? spec.ToString() : $"{spec}, wait for {spec.Wait}")
    {
    }

    public ContainerSpec Spec => spec;

    /// <summary>The same run of another description.</summary>
    public RunStep With(ContainerSpec other) => new(image, other);

    public override Task<ContainerClient> RunAsync(PlanContext scope) => RunAsync(scope, (_, start) => start());

    /// <summary>Create and start, with something to do around the start, such as attaching before it.</summary>
    public async Task<T> RunAsync<T>(PlanContext scope, Func<ContainerClient, Func<Task<ContainerClient>>, Task<T>> around)
    {
        var create = await PrepareAsync(scope).ConfigureAwait(false);
        return await scope.StepAsync(Text, async () =>
        {
            var container = await create().ConfigureAwait(false);
            return await around(container, async () =>
            {
                await ContainerStart.StartAsync(container, spec, scope.Token).ConfigureAwait(false);
                if (spec.Wait is not null) await WaitSession.RunAsync(container, spec.Wait, isFirstStart: true, scope.Token).ConfigureAwait(false);
                return container;
            }).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    // An image that is there already, the usual case, costs no request of its own: the create tells when it is missing.
    private async Task<Func<Task<ContainerClient>>> PrepareAsync(PlanContext scope)
    {
        if (image is PullStep { IsByNameAlone: true } pull)
        {
            return async () =>
            {
                try
                {
                    return await CreateAsync(scope, spec, pull.Reference.ToString(), pull.Reference).ConfigureAwait(false);
                }
                catch (EngineApiException e) when (IsImageMissing(e))
                {
                    await pull.FetchAsync(scope).ConfigureAwait(false);
                    return await CreateAsync(scope, spec, pull.Reference.ToString(), pull.Reference).ConfigureAwait(false);
                }
            };
        }

        var made = await image.RunAsync(scope).ConfigureAwait(false);
        var ofPlatform = spec.Platform is null && made.Platform is { } platform ? spec with { Platform = platform } : spec;
        return async () =>
        {
            try
            {
                return await CreateAsync(scope, ofPlatform, made.Id, made.Reference).ConfigureAwait(false);
            }
            catch (EngineApiException e) when (IsImageMissing(e))
            {
                throw made.NotFound("run", e);
            }
        };
    }

    private static bool IsImageMissing(EngineApiException e) => e.StatusCode == HttpStatusCode.NotFound && e.Says("no such image");

    private static async Task<ContainerClient> CreateAsync(PlanContext scope, ContainerSpec spec, string name, ImageReference called)
    {
        try
        {
            return await ContainerCreation.CreateAsync(scope, spec, name, called).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (spec.Name is { } taken && e.StatusCode == HttpStatusCode.Conflict && e.Says("already in use"))
        {
            throw new NameConflictException(taken,
                $"Could not create container {taken}: another container has that name (the engine said \"{e.EngineMessage}\"). Remove or rename it, or leave Name out.", e);
        }
    }
}
