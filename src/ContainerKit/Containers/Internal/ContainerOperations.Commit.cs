using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    /// <summary>
    /// Creates an image from a container, with the content of its volumes if the options include them.
    /// </summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The volumes are to be included, but the container is running.
    /// </exception>
    /// <remarks>
    /// Engine API: <c>GET /containers/{id}/json</c>, <c>POST /commit</c>; with volumes, also the requests of
    /// <see cref="VolumeSnapshotter"/>.
    /// </remarks>
    public static async Task<ImageClient> CommitAsync(
        PlanContext context, ContainerClient container, ImageReference reference, CommitOptions options)
    {
        var inspected = await InspectForCommitAsync(context, container).ConfigureAwait(false);
        if (options.IncludeVolumes && VolumeSnapshotter.GetMountTargets(inspected) is { Count: > 0 } folders)
        {
            if (inspected.GetPropertyOrDefault("State").GetBooleanOrDefault("Running"))
            {
                throw new InvalidOperationException(
                    $"Could not commit {container} with its volumes: it is running, and files could change during the copy. "
                    + "Stop it first.");
            }

            container = await VolumeSnapshotter.CopyIntoLayerAsync(context, container, inspected, folders).ConfigureAwait(false);
            inspected = await InspectForCommitAsync(context, container).ConfigureAwait(false);
        }

        var image = await ImageOperations.TrackNameAsync(context, reference, container, isNew: _ => true).ConfigureAwait(false);
        return await SendCommitAsync(
            context, container, inspected, reference, options, send => ImageOperations.SendCreateRequestAsync(image, send))
            .ConfigureAwait(false);
    }

    /// <summary>Sends the commit request.</summary>
    /// <param name="context">The context of the plan.</param>
    /// <param name="container">The container.</param>
    /// <param name="inspected">The inspect response of the container.</param>
    /// <param name="reference">The name of the image.</param>
    /// <param name="options">The author, the changes and more.</param>
    /// <param name="track">Runs the request, and records for the cleanup whether the engine reported.</param>
    /// <remarks>Engine API: <c>POST /commit</c>.</remarks>
    public static async Task<ImageClient> SendCommitAsync(
        PlanContext context,
        ContainerClient container,
        JsonElement inspected,
        ImageReference reference,
        CommitOptions options,
        Func<Func<Task<JsonElement>>, Task<JsonElement>> track)
    {
        var engine = context.Engine;
        var config = ConfigWithoutReservedLabels(engine, container, inspected);
        var proxies = ClearProxies(container, config);
        var query = CommitQuery(container, reference, options);
        if (engine.Quirks.IgnoresCommitConfiguration && config["Labels"] is JsonObject labels)
        {
            foreach (var (key, _) in labels.Where(label => ResourceLabels.IsReserved(label.Key))) query.Add("changes", $"LABEL {key}=");
        }

        if (engine.Quirks.IgnoresCommitConfiguration)
        {
            foreach (var name in proxies) query.Add("changes", $"ENV {name}=");
        }

        var request = EngineRequest.Post("commit", $"commit {container} as {reference}") with
        {
            Query = query,
            Json = config,
            Secrets = RequestSecrets.FromAssignments(inspected.GetPropertyOrDefault("Config").GetStrings("Env"))
                .Concat(RequestSecrets.FromChanges(options.Changes)),
            CreatesResource = true,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        try
        {
            var response = await NonCancellable.RunWithGraceAsync(
                token => track(() => engine.SendJsonAsync(request, token)), engine.Options, context.Token).ConfigureAwait(false);
            var id = engine.RequireId(request.Operation, response.GetStringOrEmpty("Id"));
            return new ImageClient(engine, ImageIdText.WithAlgorithm(id), reference);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Not mapped by the request: the callback must see the engine's exception to know that the engine reported.
            throw container.NotFound("commit", e);
        }
    }

    private static Task<JsonElement> InspectForCommitAsync(PlanContext context, ContainerClient container) =>
        context.Engine.SendJsonAsync(
            container.Get("json", "inspect") with { NotFound = e => container.NotFound("commit", e) }, context.Token);

    private static QueryString CommitQuery(ContainerClient container, ImageReference reference, CommitOptions options)
    {
        var query = new QueryString
        {
            { "container", container.Id },
            { "repo", reference.FamiliarName },
            { "tag", reference.Tag ?? "" },
            { "author", options.Author ?? "" },
            { "comment", options.Message ?? "" },
            { "pause", options.Pause },
        };
        foreach (var change in options.Changes) query.Add("changes", change);
        return query;
    }

    /// <summary>
    /// Empties the variables that config.json gave to the container, and returns their names. They belong to this machine, may contain a
    /// password, and would stay in the image after a change of config.json. Like labels, they cannot be omitted.
    /// </summary>
    private static List<string> ClearProxies(ContainerClient container, JsonObject config)
    {
        if (container.CreationInfo?.ProxyVariables is not { Count: > 0 } added || config["Env"] is not JsonArray variables) return [];
        var names = new List<string>();
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i]?.GetValue<string>() is not { } variable || !added.Contains(variable)) continue;
            names.Add(variable[..variable.IndexOf('=', StringComparison.Ordinal)]);
            variables[i] = names[^1] + "=";
        }

        return names;
    }

    /// <summary>
    /// Returns the configuration of the container with empty values for the labels of this library, so that the image
    /// does not belong to a session. The engine merges the container's labels into the image, so a label cannot be
    /// omitted. The whole configuration is sent because the engine merges only some of its members into the image, for
    /// example not Shell.
    /// </summary>
    /// <remarks>See <c>merge</c> in https://github.com/moby/moby/blob/master/daemon/commit.go.</remarks>
    private static JsonObject ConfigWithoutReservedLabels(EngineClient engine, ContainerClient container, JsonElement inspected)
    {
        if (inspected.GetPropertyOrDefault("Config") is not { ValueKind: JsonValueKind.Object } found)
            throw engine.InvalidResponse($"commit {container}", "its description of the container makes no sense: it has no configuration");
        var config = JsonCopy.ToObject(found);
        if (config["Labels"] is JsonObject labels)
        {
            foreach (var key in labels.Select(label => label.Key).Where(ResourceLabels.IsReserved).ToList()) labels[key] = "";
        }

        return config;
    }
}
