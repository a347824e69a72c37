using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Images;

namespace ContainerKit.Containers;

/// <summary>Finds existing containers: one by name or id, or many by a filter.</summary>
internal static class ContainerLookup
{
    /// <exception cref="ArgumentException">The text is not a valid name or id of a container.</exception>
    public static void ValidateNameOrId(string nameOrId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrId);
        var name = nameOrId[0] == '/' ? nameOrId[1..] : nameOrId;
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            throw ArgumentErrors.Create(
                $"'{nameOrId}' is not a container name or id: those consist of letters, digits, '_', '.' and '-', "
                + "and the first is a letter or digit.",
                nameof(nameOrId));
        }
    }

    /// <summary>Finds a container by its name, its id or a unique prefix of its id.</summary>
    /// <exception cref="ContainerNotFoundException">No container matches.</exception>
    /// <exception cref="AmbiguousContainerException">The text is a prefix of several ids.</exception>
    /// <remarks>
    /// Engine API: <c>GET /containers/{id}/json</c>; if no container or several containers match, also
    /// <c>GET /containers/json</c>.
    /// </remarks>
    public static async Task<ContainerClient> FindAsync(EngineClient engine, string nameOrId, CancellationToken cancellationToken)
    {
        // As for the engine, a slash may precede a name.
        nameOrId = nameOrId.TrimStart('/');
        var operation = $"find container {nameOrId}";
        try
        {
            var request = EngineRequest.Get($"containers/{PathSegment.Escape(nameOrId, "container")}/json", operation);
            var found = await engine.SendJsonAsync(request, ContainerDetails.Read, cancellationToken).ConfigureAwait(false);
            return CreateClient(engine, engine.RequireId(operation, found.Id), found.Name, found.Image);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound || IsAmbiguous(e))
        {
            var all = await TryListAllAsync(engine, cancellationToken).ConfigureAwait(false);
            // Engines report an ambiguous prefix with different status codes and without the matches, so the list
            // decides.
            var matches = all.Where(container => container.Id.StartsWith(nameOrId, StringComparison.Ordinal)).ToList();
            throw matches.Count > 1 ? Ambiguous(nameOrId, matches, e) : NotFound(nameOrId, all, e);
        }
    }

    /// <summary>Lists the containers that match a filter.</summary>
    /// <remarks>Engine API: <c>GET /containers/json</c>.</remarks>
    public static async Task<IReadOnlyList<ContainerSummary>> ListAsync(
        EngineClient engine, ContainerFilter filter, CancellationToken cancellationToken)
    {
        var quirks = await engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        if (filter.Ancestors.Count > 0)
            filter = filter with { Ancestors = [.. filter.Ancestors.Select(ancestor => ToKnownAncestor(ancestor, quirks))] };
        var request = EngineRequest.Get("containers/json", "list containers") with { Query = filter.Query() };
        return await engine.SendJsonAsync<IReadOnlyList<ContainerSummary>>(request, list =>
        {
            if (list.ValueKind != JsonValueKind.Array) return [];
            var containers = new List<ContainerSummary>(list.GetArrayLength());
            foreach (var container in list.EnumerateArray()) containers.Add(Summarize(engine, container));
            // The times are whole seconds. Podman 5 lists the containers of one second in the order of their creation.
            if (quirks.ListsContainersUnordered)
                containers = [.. Enumerable.Reverse(containers).OrderByDescending(container => container.CreatedAt)];
            return containers.AsReadOnly();
        }, cancellationToken).ConfigureAwait(false);
    }

    private static string ToKnownAncestor(string ancestor, EngineQuirks quirks)
    {
        if (!ImageReference.TryParse(ancestor, out var reference)) return ancestor;
        if (reference.IsId) return quirks.FiltersByImageDigits ? ImageIdText.WithoutAlgorithm(ancestor) : ancestor;
        return quirks.FiltersByCompleteImageNames && reference.Digest is null
            ? $"{reference.Name}:{reference.Tag ?? ImageReference.DefaultTag}"
            : ancestor;
    }

    /// <summary>Creates the client of an existing container, which its handle does not own.</summary>
    public static ContainerClient CreateClient(EngineClient engine, string id, string name, string image)
    {
        var reference = ImageReference.TryParse(image, out var parsed) ? parsed : Verbatim(image);
        return new ContainerClient(engine, id, name, reference, creationInfo: null, isOwned: false);
    }

    private static ContainerSummary Summarize(EngineClient engine, JsonElement json)
    {
        var summary = ContainerSummary.Read(json, new ListedContainer(engine));
        return engine.Quirks.CompletesImageNames ? summary with { Image = ImageIdText.ToFamiliar(summary.Image) } : summary;
    }

    // Engines may report a bare image id, which is not a valid reference.
    private static ImageReference Verbatim(string image) => new(ImageReference.DockerHub, image, tag: null, digest: null);

    private static bool IsAmbiguous(EngineApiException e) =>
        e.MessageContains("multiple ids found") || e.MessageContains("ambiguous") || e.MessageContains("more than one");

    private static async Task<IReadOnlyList<ContainerSummary>> TryListAllAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(engine, new ContainerFilter { All = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerKitException)
        {
            // The list only improves the error message.
            return [];
        }
    }

    private static AmbiguousContainerException Ambiguous(string nameOrId, List<ContainerSummary> matches, Exception inner) =>
        new(nameOrId, matches,
            $"'{nameOrId}' matches {matches.Count} containers: {string.Join(", ", matches.Select(Describe))}. "
            + "Use more digits of the id, or the name.", inner);

    private static ContainerNotFoundException NotFound(string nameOrId, IReadOnlyList<ContainerSummary> all, Exception inner)
    {
        var similar = NameSuggestions.For(nameOrId, all, container => container.Name);
        var hint = similar.Count > 0 ? $"Did you mean {string.Join(" or ", similar.Select(Describe))}?"
            : all.Count > 0 ? $"It has {all.Count} of other names; Container.List(new() {{ All = true }}) lists them."
            : "It has none at all.";
        return new ContainerNotFoundException(nameOrId, $"The engine has no container '{nameOrId}'. {hint}", inner);
    }

    private static string Describe(ContainerSummary container) =>
        $"{container.Name} ({container.ShortId}, {container.State.ToString().ToLowerInvariant()})";
}
