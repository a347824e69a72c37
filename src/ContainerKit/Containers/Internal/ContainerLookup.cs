using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;

namespace ContainerKit.Containers;

/// <summary>Finds containers that somebody else has made, one by name or id, or many by a filter.</summary>
internal static class ContainerLookup
{
    /// <exception cref="ArgumentException">No container can have such a name or id.</exception>
    public static void Check(string nameOrId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrId);
        if (!nameOrId.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
            throw new ArgumentException($"'{nameOrId}' is no container's name or id: those have letters, digits, '_', '.' and '-'.", nameof(nameOrId));
    }

    /// <exception cref="ContainerNotFoundException">There is none.</exception>
    /// <exception cref="AmbiguousContainerException">There are several whose ids begin so.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>, and where that finds none <c>GET /containers/json</c>.</remarks>
    public static async Task<ContainerClient> FindAsync(EngineClient engine, string nameOrId, CancellationToken cancellationToken)
    {
        try
        {
            var found = ContainerDetails.Read(
                await engine.GetJsonAsync($"find container {nameOrId}", $"containers/{nameOrId}/json", cancellationToken).ConfigureAwait(false));
            return Client(engine, found.Id, found.Name, found.Image);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound || e.Says("multiple ids found") || e.Says("ambiguous") || e.Says("more than one"))
        {
            var all = await TryListAllAsync(engine, cancellationToken).ConfigureAwait(false);
            // Engines say of an ambiguous beginning only that it is one, and with different codes; what it could mean is in the list.
            var meant = all.Where(container => container.Id.StartsWith(nameOrId, StringComparison.Ordinal)).ToList();
            throw meant.Count > 1 ? Ambiguous(nameOrId, meant, e) : NotFound(nameOrId, all, e);
        }
    }

    /// <remarks>Engine API: <c>GET /containers/json</c>.</remarks>
    public static async Task<IReadOnlyList<ContainerSummary>> ListAsync(EngineClient engine, ContainerFilter filter, CancellationToken cancellationToken)
    {
        var list = await engine.SendJsonAsync(EngineRequest.Get("containers/json", "list containers") with { Query = filter.Query() }, cancellationToken).ConfigureAwait(false);
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(container => Summarize(engine, container))] : [];
    }

    /// <summary>A handle for a container that somebody else has made.</summary>
    public static ContainerClient Client(EngineClient engine, string id, string name, string image) =>
        new(engine, id, name, ImageReference.TryParse(image, out var reference) ? reference : Verbatim(image), creationInfo: null, isOwned: false);

    private static ContainerSummary Summarize(EngineClient engine, JsonElement json)
    {
        var summary = ContainerSummary.Read(json);
        return summary with { Handle = Client(engine, summary.Id, summary.Name, summary.Image) };
    }

    // What engines tell may be an image's bare id, which is no reference; it still has to be called something.
    private static ImageReference Verbatim(string image) => new(ImageReference.DockerHub, image, tag: null, digest: null);

    private static async Task<IReadOnlyList<ContainerSummary>> TryListAllAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(engine, new ContainerFilter { All = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerKitException)
        {
            // That there is none of the name is known; the list only makes the message better.
            return [];
        }
    }

    private static AmbiguousContainerException Ambiguous(string nameOrId, List<ContainerSummary> meant, Exception inner) => new(nameOrId, meant,
        $"'{nameOrId}' could be any of {meant.Count} containers: {string.Join(", ", meant.Select(Shown))}. Write more of its id, or its name.", inner);

    private static ContainerNotFoundException NotFound(string nameOrId, IReadOnlyList<ContainerSummary> all, Exception inner)
    {
        var similar = NameSuggestions.For(nameOrId, all, container => container.Name);
        var mend = similar.Count > 0 ? $" Did you mean {string.Join(" or ", similar.Select(Shown))}?"
            : all.Count > 0 ? $" It has {all.Count} of other names; Container.List(new() {{ All = true }}) lists them."
            : " It has none at all.";
        return new ContainerNotFoundException(nameOrId, $"The engine has no container '{nameOrId}'.{mend}", inner);
    }

    private static string Shown(ContainerSummary container) => $"{container.Name} ({container.ShortId}, {container.State.ToString().ToLowerInvariant()})";
}
