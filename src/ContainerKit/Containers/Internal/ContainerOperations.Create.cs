using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Networks;
using ContainerKit.Plans;
using ContainerKit.Sessions;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    /// <summary>Creates a container from a spec, tracks it for the cleanup, and connects it to its networks.</summary>
    /// <param name="context">The context of the plan.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="image">The name or id that identifies the image on the engine.</param>
    /// <param name="reference">The name of the image for messages and for <see cref="Container.Image"/>.</param>
    /// <param name="hasProxies">
    /// Indicates whether the container gets the proxies in config.json, unless the options switch them off.
    /// </param>
    /// <exception cref="EngineApiException">
    /// The engine refused the request, with 404 if it does not have the image.
    /// </exception>
    /// <remarks>
    /// Engine API: <c>POST /containers/create</c>, and before API 1.44 <c>POST /networks/{id}/connect</c> for each
    /// network after the first.
    /// </remarks>
    public static async Task<ContainerClient> CreateAsync(
        PlanContext context, ContainerSpec spec, string image, ImageReference reference, bool hasProxies = true)
    {
        var engine = context.Engine;
        var nonce = ResourceLabels.NewNonce();
        var name = spec.Name ?? CreateName(reference, nonce);
        // The connection is established before the container is tracked: without an engine, there is nothing to clean
        // up.
        var endpoint = await engine.GetEndpointAsync(context.Token).ConfigureAwait(false);
        var api = await engine.GetApiVersionAsync(context.Token).ConfigureAwait(false);
        ApiVersionRequirements.Check(engine, spec, api);
        var parameters = ContainerParameters.From(spec, image, name, api);
        var exposed = spec.PublishAll ? await GetExposedPortsAsync(engine, image, spec, context.Token).ConfigureAwait(false) : [];
        ContainerParameters.AddPorts(parameters, [.. spec.Publish, .. exposed], endpoint.IsLocal);
        if (engine.Quirks.HasNoDefaultStopTimeout) parameters.StopTimeout ??= ContainerDetails.DefaultStopTimeout;
        var proxies = hasProxies ? await ContainerProxies.GetAsync(engine, context.Token).ConfigureAwait(false) : ContainerProxies.None;
        string[] proxyVariables = [.. proxies.GetVariables(spec.Environment).Select(variable => $"{variable.Key}={variable.Value}")];
        parameters.Env = [.. parameters.Env ?? [], .. proxyVariables];
        spec.Customize?.Invoke(parameters);
        parameters.Labels = ResourceLabels.AddTo(parameters.Labels, endpoint, nonce);

        var resource = new TrackedContainer(engine, parameters.Name ?? name, nonce);
        // Not all values of the proxies are secrets: without such a value in a message, it would be hard to understand.
        string[] variables = [.. RequestSecrets.FromAssignments(parameters.Env?.Except(proxyVariables)), .. proxies.Secrets];
        try
        {
            await context.CreateTrackedAsync(resource, async token =>
            {
                var request = EngineRequest.Post("containers/create", $"create {resource} from {reference}") with
                {
                    CreatesResource = true,
                    AdditionalBodyMembers = AdditionalMembers(spec, api),
                    Secrets = variables.Concat(RequestSecrets.FromOptions(spec.LogDriver?.Options ?? SpecValidation.EmptyMap)),
                };
                var created = await engine.SendTypedAsync(
                    request, (client, t) => client.Containers.CreateContainerAsync(parameters, t), token).ConfigureAwait(false);
                return engine.RequireId(request.Operation, created?.ID);
            }).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (CreateErrorHints.For(e, spec, endpoint.IsLocal) is { } hint)
        {
            throw new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, " " + hint, e.OriginalMessage);
        }

        var isAutoRemoved = parameters.HostConfig?.AutoRemove is true;
        var creationInfo = new ContainerCreationInfo(spec, parameters.Tty is true, isAutoRemoved, variables, proxyVariables);
        var container = new ContainerClient(engine, resource.Id!, resource.Name, reference, creationInfo);
        container.Dependencies.UseImage(reference);
        AddDependencies(container.Dependencies, parameters);
        foreach (var network in ContainerParameters.ToConnect(spec, api))
            await NetworkOperations.ConnectAsync(container, network, context.Token).ConfigureAwait(false);
        return container;
    }

    // Before API 1.44, the MAC address is a member of the body that the types of Docker.DotNet lack.
    private static JsonObject? AdditionalMembers(ContainerSpec spec, System.Version api) =>
        api < NetworkRequest.ManyEndpointsApi && ContainerParameters.FirstMac(spec) is { } mac
            ? new JsonObject { ["MacAddress"] = MacAddresses.Text(mac) }
            : null;

    // PublishAllPorts of the Engine API would publish the ports on all addresses of the host, so they are listed one by
    // one.
    private static async Task<IEnumerable<PublishedPort>> GetExposedPortsAsync(
        EngineClient engine, string image, ContainerSpec spec, CancellationToken cancellationToken)
    {
        var details = await engine.GetJsonAsync(
            $"look up the ports of image {image}", $"images/{image}/json", cancellationToken).ConfigureAwait(false);
        var published = spec.Publish
            .SelectMany(port => port.Expand())
            .Select(port => (port.ContainerPort, port.Protocol))
            .ToHashSet();
        return details.GetPropertyOrDefault("Config").EnumerateProperties("ExposedPorts")
            .Select(port => PublishedPort.FromKey(port.Name))
            .OfType<PublishedPort>()
            .Where(port => !published.Contains((port.ContainerPort, port.Protocol)));
    }

    // A readable name that is known before the request: the image and a part of the nonce, such as nginx-3f9a2c71.
    private static string CreateName(ImageReference image, string nonce) =>
        $"{(image.IsId ? "image" : image.Repository.Split('/')[^1])}-{nonce[..8]}";

    // Reads the final request, because the Customize hook can add networks and volumes too.
    private static void AddDependencies(ContainerDependencies dependencies, CreateContainerParameters parameters)
    {
        if (parameters.HostConfig is not { } host) return;
        if (host.NetworkMode is { } mode) dependencies.UseNetwork(mode);
        foreach (var network in parameters.NetworkingConfig?.EndpointsConfig?.Keys ?? []) dependencies.UseNetwork(network);
        foreach (var mount in host.Mounts ?? []) dependencies.UseVolume(mount.Source ?? "");
        foreach (var bind in host.Binds ?? []) dependencies.UseVolume(bind.Split(':')[0]);
    }
}
