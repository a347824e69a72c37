using System.Net;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Networks;
using ContainerKit.Plans;
using ContainerKit.Waiting;

namespace ContainerKit.Containers;

/// <summary>The step that creates and starts a container, and waits until it is ready if the spec has a wait.</summary>
internal sealed class RunStep(Step<ImageClient> image, ContainerSpec spec, string text)
    : Step<ContainerClient>(text, image), IContainerCreation
{
    public RunStep(Step<ImageClient> image, ContainerSpec spec)
        : this(image, spec, spec.Validate().Wait is null ? spec.ToString() : $"{spec}, wait for {spec.Wait}")
    {
    }

    public ContainerSpec Spec => spec;

    public bool StartsContainer => true;

    public IContainerCreation With(ContainerSpec other) => new RunStep(image, other);

    public override Task<ContainerClient> RunAsync(PlanContext context) => RunAsync(context, (_, start) => start());

    public async Task<T> RunAsync<T>(PlanContext context, Func<ContainerClient, Func<Task<ContainerClient>>, Task<T>> useContainer)
    {
        var create = await PrepareAsync(context).ConfigureAwait(false);
        return await context.StepAsync(Text, async () =>
        {
            var container = await create().ConfigureAwait(false);
            return await useContainer(container, () => StartAsync(context, container)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<ContainerClient> StartAsync(PlanContext context, ContainerClient container)
    {
        await ContainerOperations.StartAsync(container, spec, context.Token).ConfigureAwait(false);
        if (spec.Wait is { } wait)
            await WaitRunner.RunAsync(container, wait, isFirstStart: true, context.Token).ConfigureAwait(false);
        return container;
    }

    private async Task<Func<Task<ContainerClient>>> PrepareAsync(PlanContext context)
    {
        if (image is IImageSource { SufficientName: { } name } source) return () => CreateOrProvideImageAsync(context, source, name);

        var created = await image.RunAsync(context).ConfigureAwait(false);
        var platformSpec = spec.Platform is null && created.Platform is { } platform ? spec with { Platform = platform } : spec;
        return async () =>
        {
            try
            {
                return await CreateAsync(context, platformSpec, created.Id, created.Reference).ConfigureAwait(false);
            }
            catch (EngineApiException e) when (IsImageMissing(e))
            {
                throw created.NotFound("run", e);
            }
        };
    }

    private async Task<ContainerClient> CreateOrProvideImageAsync(PlanContext context, IImageSource source, ImageReference name)
    {
        try
        {
            return await CreateAsync(context, spec, source.RequestName, name).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (IsImageMissing(e))
        {
            await source.ProvideAsync(context).ConfigureAwait(false);
            return await CreateAsync(context, spec, source.RequestName, name).ConfigureAwait(false);
        }
    }

    private static bool IsImageMissing(EngineApiException e) =>
        e.StatusCode == HttpStatusCode.NotFound && e.MessageContains("no such image");

    private static async Task<ContainerClient> CreateAsync(
        PlanContext context, ContainerSpec spec, string image, ImageReference reference)
    {
        try
        {
            return await ContainerOperations.CreateAsync(context, spec, image, reference).ConfigureAwait(false);
        }
        catch (EngineApiException e)
            when (spec.Name is not null && (e.Kind == EngineErrorKind.NameConflict
                || (e.StatusCode == HttpStatusCode.Conflict && e.MessageContains("already in use"))))
        {
            throw new NameConflictException(spec.Name,
                $"Could not create container {spec.Name}: another container has that name "
                + $"(the engine reported \"{e.QuotedMessage}\"). Remove or rename that container, or leave Name out.", e);
        }
        catch (EngineApiException e) when (e.Kind == EngineErrorKind.NetworkNotFound
            && spec.Networks.FirstOrDefault(network => e.MessageContains(network.Network)) is { } missing)
        {
            throw NetworkOperations.NotFound(missing.Network, $"create a container from {reference} on", e);
        }
    }
}
