using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Swarm.Internal;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Swarm.Services;

/// <summary>The requests for services, their tasks and logs.</summary>
internal sealed class ServiceApi(DockerEngine engine)
{
    private readonly TransientFailures _transient = new(engine.TimeProvider);

    /// <summary>The engine, which must be a manager of a swarm.</summary>
    public DockerEngine Engine => engine;

    /// <summary>The logger of this package.</summary>
    public ILogger Logger { get; } = engine.LoggerFactory.CreateLogger("ContainerKit");

    /// <summary>Finds what the description of a service names.</summary>
    public ServiceReferences References => field ??= new ServiceReferences(engine, Logger);

    /// <summary>Creates a service. The request is not aborted by the caller, because the engine would complete it.</summary>
    /// <param name="name">The name of the service.</param>
    /// <param name="body">The JSON of the service.</param>
    /// <param name="spec">The description of the service.</param>
    /// <param name="image">The image of the service.</param>
    /// <param name="label">The label by which services of the caller are found.</param>
    /// <returns>The id.</returns>
    /// <exception cref="NameConflictException">Another service has the name.</exception>
    /// <remarks>Engine API: <c>POST /services/create</c>.</remarks>
    public async Task<string> CreateAsync(string name, JsonObject body, ServiceSpec spec, ImageReference image, string label)
    {
        var request = Post("services/create", $"create service {name}", body, spec, image);
        try
        {
            return await SendAsync(request, "", static json => json.RequireText("ID"), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NameConflictException or EngineApiException { StatusCode: HttpStatusCode.Conflict })
        {
            // A request that was repeated, because the managers lost their leader, may have created the service the first time.
            var own = await ListAsync(label, CancellationToken.None, isCleanup: true).ConfigureAwait(false);
            if (own.FirstOrDefault(service => service.Name == name) is { } created) return created.Id;
            throw new NameConflictException(
                name,
                $"Could not create service {name}: another service has that name. Use it with engine.FindServiceAsync(\"{name}\"), "
                + "remove it, or choose another name.",
                e);
        }
    }

    /// <summary>Updates a service.</summary>
    /// <param name="service">The service, which has the version that is replaced.</param>
    /// <param name="body">The new JSON.</param>
    /// <param name="isRollback">Indicates whether the engine uses the previous JSON instead.</param>
    /// <param name="credentialsOf">The image whose credentials the nodes get; null to keep those that they have.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <remarks>Engine API: <c>POST /services/{id}/update</c>.</remarks>
    public async Task UpdateAsync(
        ServiceDetails service, JsonNode body, bool isRollback, ImageReference? credentialsOf, CancellationToken cancellationToken,
        bool isCleanup = false)
    {
        var query = new Dictionary<string, string> { ["version"] = service.Version.ToString(CultureInfo.InvariantCulture) };
        if (isRollback) query["rollback"] = "previous";
        if (credentialsOf is null) query["registryAuthFrom"] = isRollback ? "previous-spec" : "spec";
        var path = $"services/{Uri.EscapeDataString(service.Id)}/update";
        var request = new EngineApiRequest(HttpMethod.Post, path, $"update service {service.Name}")
        {
            Query = query,
            Body = body,
            Secrets = ReadSecrets(body),
            CredentialsOf = credentialsOf,
            IsCleanup = isCleanup,
        };
        await SendAsync(request, service.Name, static json => json, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets a service by its name or id.</summary>
    /// <exception cref="ServiceNotFoundException">There is no such service.</exception>
    /// <remarks>Engine API: <c>GET /services/{id}</c>.</remarks>
    public Task<ServiceDetails> InspectAsync(string service, CancellationToken cancellationToken, bool isCleanup = false)
    {
        var request = Get($"services/{Uri.EscapeDataString(service)}", $"inspect service {service}") with { IsCleanup = isCleanup };
        return SendAsync(request, service, ServiceDetails.Read, cancellationToken);
    }

    /// <summary>Lists the services with a label, or all services.</summary>
    /// <remarks>Engine API: <c>GET /services</c>.</remarks>
    public Task<IReadOnlyList<ServiceDetails>> ListAsync(string? label, CancellationToken cancellationToken, bool isCleanup = false)
    {
        var request = Get("services", "list the services") with { IsCleanup = isCleanup };
        if (label is not null) request = request with { Query = Filters(("label", label)) };
        // A proxy may ignore the filter, and callers remove the services of the list.
        return SendAsync<IReadOnlyList<ServiceDetails>>(
            request,
            "",
            json => [.. json.GetItems().Select(ServiceDetails.Read).Where(service => label is null || HasLabel(service, label))],
            cancellationToken);
    }

    /// <summary>Removes a service. Does nothing if it was removed already.</summary>
    /// <returns>False if there was no such service.</returns>
    /// <remarks>Engine API: <c>DELETE /services/{id}</c>.</remarks>
    public async Task<bool> RemoveAsync(string id, string name, CancellationToken cancellationToken)
    {
        var path = $"services/{Uri.EscapeDataString(id)}";
        var request = new EngineApiRequest(HttpMethod.Delete, path, $"remove service {name}") { IsCleanup = true };
        try
        {
            await SendAsync(request, name, static json => json, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ServiceNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Lists the tasks of a service, also those that were replaced, the newest last.</summary>
    /// <param name="id">The id of the service.</param>
    /// <param name="isUpToDate">Indicates whether only the tasks with the present spec are listed.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <remarks>Engine API: <c>GET /tasks</c>.</remarks>
    public async Task<IReadOnlyList<ServiceTask>> TasksAsync(
        string id, bool isUpToDate, SwarmNodes nodes, CancellationToken cancellationToken, bool isCleanup = false)
    {
        var filters = isUpToDate ? Filters(("service", id), ("_up-to-date", "true")) : Filters(("service", id));
        var tasks = await TasksAsync(filters, id, nodes, isCleanup, cancellationToken).ConfigureAwait(false);
        // A proxy may ignore the filter.
        return [.. tasks.Where(task => task.ServiceId == id)];
    }

    /// <summary>Lists the tasks of all services with a label.</summary>
    /// <remarks>Engine API: <c>GET /tasks</c>.</remarks>
    public Task<IReadOnlyList<ServiceTask>> TasksWithLabelAsync(
        string label, SwarmNodes nodes, CancellationToken cancellationToken, bool isCleanup = false) =>
        TasksAsync(Filters(("label", label)), "", nodes, isCleanup, cancellationToken);

    /// <summary>Lists the tasks of a service that was removed, which its nodes have not stopped yet.</summary>
    /// <remarks>Engine API: <c>GET /tasks</c>.</remarks>
    public Task<IReadOnlyList<ServiceTask>> TasksOfRemovedAsync(string id, SwarmNodes nodes, CancellationToken cancellationToken)
    {
        // The engine refuses the filter by a service that does not exist anymore.
        var request = Get("tasks", "list the tasks") with { IsCleanup = true };
        return SendAsync<IReadOnlyList<ServiceTask>>(
            request,
            "",
            json => [.. json.GetItems().Where(task => task.GetText("ServiceID") == id).Select(task => ServiceTask.Read(task, nodes.Names))],
            cancellationToken);
    }

    /// <summary>Lists the nodes.</summary>
    /// <remarks>Engine API: <c>GET /nodes</c>.</remarks>
    public Task<SwarmNodes> NodesAsync(CancellationToken cancellationToken)
    {
        var request = Get("nodes", "list the nodes") with { IsCleanup = true };
        return SendAsync(request, "", SwarmNodes.Read, cancellationToken);
    }

    /// <summary>Opens the log of a service or a task.</summary>
    /// <remarks>Engine API: <c>GET /services/{id}/logs</c>, <c>GET /tasks/{id}/logs</c>.</remarks>
    public Task<Stream> OpenLogAsync(
        string path, string operation, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken) =>
        SwarmFailures.RunAsync(
            engine,
            operation,
            () => _transient.RunAsync(
                () => engine.OpenAsync(Get(path, operation) with { Query = query }, cancellationToken), cancellationToken),
            cancellationToken);

    // A label without a value is one that the service has with any value.
    private static bool HasLabel(ServiceDetails service, string label) => label.IndexOf('=', StringComparison.Ordinal) is var at and > 0
        ? service.Labels.GetValueOrDefault(label[..at]) == label[(at + 1)..]
        : service.Labels.ContainsKey(label);

    private static EngineApiRequest Get(string path, string operation) => new(HttpMethod.Get, path, operation);

    private static EngineApiRequest Post(string path, string operation, JsonObject body, ServiceSpec spec, ImageReference image) =>
        new(HttpMethod.Post, path, operation)
        {
            Body = body,
            Secrets = ReadSecrets(body),
            CredentialsOf = spec.WithRegistryAuth ? image : null,
        };

    private static Dictionary<string, string> Filters(params (string Name, string Value)[] filters)
    {
        var json = new JsonObject();
        foreach (var (name, value) in filters) json[name] = new JsonArray(value);
        return new Dictionary<string, string> { ["filters"] = json.ToJsonString() };
    }

    // From the body, because ServiceSpec.Customize may add variables, and an update repeats those of the present spec.
    private static List<string> ReadSecrets(JsonNode body)
    {
        var template = (body as JsonObject)?["TaskTemplate"] as JsonObject;
        var variables = (template?["ContainerSpec"] as JsonObject)?["Env"] as JsonArray ?? [];
        var options = (template?["LogDriver"] as JsonObject)?["Options"] as JsonObject ?? [];
        return
        [
            .. variables.Select(SwarmJson.ToText).Where(item => item.Contains('=', StringComparison.Ordinal))
                .Select(item => item[(item.IndexOf('=', StringComparison.Ordinal) + 1)..]),
            .. options.Select(option => SwarmJson.ToText(option.Value)),
        ];
    }

    private Task<IReadOnlyList<ServiceTask>> TasksAsync(
        Dictionary<string, string> filters, string service, SwarmNodes nodes, bool isCleanup, CancellationToken cancellationToken)
    {
        var request = Get("tasks", "list the tasks") with { Query = filters, IsCleanup = isCleanup };
        return SendAsync<IReadOnlyList<ServiceTask>>(
            request,
            service,
            json => [.. json.GetItems().Select(task => ServiceTask.Read(task, nodes.Names)).OrderBy(task => task.CreatedAt)],
            cancellationToken);
    }

    private async Task<T> SendAsync<T>(
        EngineApiRequest request, string service, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await SwarmFailures.RunAsync(
                engine,
                request.Operation,
                () => _transient.RunAsync(() => engine.SendAsync(request, read, cancellationToken), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound && service.Length > 0)
        {
            throw new ServiceNotFoundException(
                service,
                $"Could not {request.Operation}: the swarm has no such service. engine.ListServicesAsync() lists the services.",
                e);
        }
    }
}
