using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Networks;
using ContainerKit.Plans;
using ContainerKit.Sessions;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

/// <summary>Makes a container from a spec, so that it can always be found again, and puts it on its networks.</summary>
internal static class ContainerCreation
{
    /// <param name="image">What the engine knows the image by: a name or an id.</param>
    /// <param name="called">What people call the image.</param>
    /// <exception cref="EngineApiException">Among others, 404 when the image is not on the engine.</exception>
    /// <remarks>Engine API: <c>POST /containers/create</c>, and before API 1.44 <c>POST /networks/{id}/connect</c> for each network after the first.</remarks>
    public static async Task<ContainerClient> CreateAsync(PlanContext scope, ContainerSpec spec, string image, ImageReference called)
    {
        var engine = scope.Engine;
        var nonce = ResourceLabels.NewNonce();
        var name = spec.Name ?? NewName(called, nonce);
        // Connected before anything is noted: an engine that was never reached has made nothing that could be left behind.
        var endpoint = await engine.GetEndpointAsync(scope.Token).ConfigureAwait(false);
        var api = await engine.GetApiVersionAsync(scope.Token).ConfigureAwait(false);
        ApiVersionRequirements.Check(engine, spec, api);
        var parameters = ContainerParameters.From(spec, image, name, api);
        var exposed = spec.PublishAll ? await ExposedAsync(engine, image, spec, scope.Token).ConfigureAwait(false) : [];
        ContainerParameters.AddPorts(parameters, [.. spec.Publish, .. exposed], endpoint.IsLocal);
        spec.Customize?.Invoke(parameters);
        parameters.Labels = ResourceLabels.AddTo(parameters.Labels, endpoint, nonce);

        var made = new TrackedContainer(engine, parameters.Name ?? name, nonce);
        try
        {
            await scope.CreateTrackedAsync(made, async token =>
            {
                var request = EngineRequest.Post("containers/create", $"create {made} from {called}") with
                {
                    CreatesResource = true,
                    AdditionalBodyMembers = Beside(spec, api),
                };
                var created = await engine.SendTypedAsync(
                    request, (client, t) => client.Containers.CreateContainerAsync(parameters, t), token).ConfigureAwait(false);
                return created.ID;
            }).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (CreateErrorHints.For(e, spec, endpoint.IsLocal) is { } mend)
        {
            throw new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, " " + mend);
        }

        var container = new ContainerClient(engine, made.Id!, made.Name, called, new ContainerCreationInfo(spec, parameters.Tty is true));
        container.Dependencies.UseImage(called);
        NoteUses(container.Dependencies, parameters);
        foreach (var network in ContainerParameters.ToConnect(spec, api))
            await NetworkOperations.ConnectAsync(container, network, scope.Token).ConfigureAwait(false);
        return container;
    }

    // What the client's types have no room for.
    private static JsonObject? Beside(ContainerSpec spec, System.Version api) => api < NetworkRequest.ManyEndpointsApi && ContainerParameters.FirstMac(spec) is { } mac
        ? new JsonObject { ["MacAddress"] = MacAddresses.Text(mac) }
        : null;

    // An engine that is told to publish them all by itself offers them on all of its host's addresses.
    private static async Task<IEnumerable<PublishedPort>> ExposedAsync(EngineClient engine, string image, ContainerSpec spec, CancellationToken cancellationToken)
    {
        var details = await engine.GetJsonAsync($"look up the ports of image {image}", $"images/{image}/json", cancellationToken).ConfigureAwait(false);
        return details.GetPropertyOrDefault("Config").EnumerateProperties("ExposedPorts").Select(port => PublishedPort.FromKey(port.Name)).OfType<PublishedPort>()
            .Where(exposed => !spec.Publish.SelectMany(port => port.Expand()).Any(port => (port.ContainerPort, port.Protocol) == (exposed.ContainerPort, exposed.Protocol)));
    }

    // A name that tells what it is, and is known without asking: web servers called nginx-3f9a2c71.
    private static string NewName(ImageReference image, string nonce) => $"{(image.IsId ? "image" : image.Repository.Split('/')[^1])}-{nonce[..8]}";

    // Read from the request, which is what the engine got, whoever put it there.
    private static void NoteUses(ContainerDependencies belongings, CreateContainerParameters parameters)
    {
        if (parameters.HostConfig is not { } host) return;
        if (host.NetworkMode is { } mode) belongings.UseNetwork(mode);
        foreach (var network in parameters.NetworkingConfig?.EndpointsConfig?.Keys ?? []) belongings.UseNetwork(network);
        foreach (var mount in host.Mounts ?? []) belongings.UseVolume(mount.Source ?? "");
        foreach (var bind in host.Binds ?? []) belongings.UseVolume(bind.Split(':')[0]);
    }
}
