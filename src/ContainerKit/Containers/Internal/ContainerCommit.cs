using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Containers;

/// <summary>Makes an image of a container, as a link of a chain does it. The handles run the same link.</summary>
internal static class ContainerCommit
{
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="InvalidOperationException">Its volumes are to be included, and it runs.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>, <c>POST /commit</c>; with volumes, what <see cref="VolumeSnapshotter"/> needs besides.</remarks>
    public static async Task<ImageClient> RunAsync(PlanContext scope, ContainerClient container, ImageReference reference, CommitOptions options)
    {
        var inspected = await InspectAsync(scope, container).ConfigureAwait(false);
        if (options.IncludeVolumes && VolumeSnapshotter.Folders(inspected) is { Count: > 0 } folders)
        {
            if (inspected.GetPropertyOrDefault("State").GetBooleanOrDefault("Running"))
                throw new InvalidOperationException($"Could not commit {container} with its volumes: it runs, and what it writes meanwhile would be torn. Stop it first.");
            container = await VolumeSnapshotter.CopyIntoLayerAsync(scope, container, inspected, folders).ConfigureAwait(false);
            inspected = await InspectAsync(scope, container).ConfigureAwait(false);
        }

        var made = await ImageOperations.TrackNameAsync(scope, reference, container, isNew: _ => true).ConfigureAwait(false);
        return await AskAsync(scope, container, inspected, reference, options, ask => ImageOperations.SendCreateRequestAsync(made, ask)).ConfigureAwait(false);
    }

    /// <param name="inspected">What the engine says of the container.</param>
    /// <param name="noting">Does the request, and notes how far it came.</param>
    public static async Task<ImageClient> AskAsync(
        PlanContext scope, ContainerClient container, JsonElement inspected, ImageReference reference, CommitOptions options, Func<Func<Task<JsonElement>>, Task<JsonElement>> noting)
    {
        var engine = scope.Engine;
        var changes = string.Concat(options.Changes.Select(change => "&changes=" + Uri.EscapeDataString(change)));
        var path = $"commit?container={container.Id}&repo={Uri.EscapeDataString(reference.FamiliarName)}&tag={reference.Tag}"
            + $"&author={Uri.EscapeDataString(options.Author ?? "")}&comment={Uri.EscapeDataString(options.Message ?? "")}&pause={(options.Pause ? 1 : 0)}{changes}";
        try
        {
            var answer = await NonCancellable.RunWithGraceAsync(token => noting(() => engine.SendJsonAsync(EngineRequest.Post(path, $"commit {container} as {reference}") with { Json = ConfigWithoutOwnLabels(inspected), CreatesResource = true, Timeout = Timeout.InfiniteTimeSpan }, token)),
                engine.Options, scope.Token).ConfigureAwait(false);
            return new ImageClient(engine, answer.GetStringOrEmpty("Id"), reference);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw container.NotFound("commit", e);
        }
    }

    private static async Task<JsonElement> InspectAsync(PlanContext scope, ContainerClient container)
    {
        try
        {
            return await scope.Engine.GetJsonAsync($"inspect {container}", $"containers/{container.Id}/json", scope.Token).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw container.NotFound("commit", e);
        }
    }

    /// <summary>
    /// The container's whole configuration, sent along because an engine that gets none of it drops some of it. A commit merges the
    /// container's labels into it, so a label of ours cannot be left out; it can only be emptied, so that it names no session.
    /// </summary>
    private static JsonNode ConfigWithoutOwnLabels(JsonElement inspected)
    {
        var config = JsonNode.Parse(inspected.GetPropertyOrDefault("Config").GetRawText())!;
        if (config["Labels"] is JsonObject labels)
        {
            foreach (var own in labels.Select(label => label.Key).Where(ResourceLabels.IsReserved).ToList()) labels[own] = "";
        }

        return config;
    }
}
