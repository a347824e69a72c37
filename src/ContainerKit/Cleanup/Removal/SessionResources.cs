using System.Collections.Concurrent;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Sessions;

namespace ContainerKit.Cleanup;

/// <summary>Finds and removes the resources on an engine that have a session label.</summary>
internal sealed class SessionResources(ICleanupClient client)
{
    private const int MaxParallelRemovals = 4;

    private readonly ResourceRemover _remover = new(client, requestTimeout: TimeSpan.FromSeconds(10));

    /// <summary>Finds the resources with a session label, in any state.</summary>
    /// <param name="session">The value of the label; null for any.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="CleanupRequestException">The engine did not respond, or its response was an error.</exception>
    public async Task<IReadOnlyList<SessionResource>> FindAsync(string? session, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(
            FindAsync(ResourceKind.Container, session, cancellationToken),
            FindAsync(ResourceKind.Network, session, cancellationToken),
            FindAsync(ResourceKind.Volume, session, cancellationToken),
            FindAsync(ResourceKind.Image, session, cancellationToken),
            FindUnnamedImagesAsync(session, cancellationToken)).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>Removes resources, containers first, up to four at a time.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="removed">Receives the names of the removed resources.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The resources that could not be removed, each with the result.</returns>
    public async Task<IReadOnlyCollection<(SessionResource Resource, RemovalResult Result)>> RemoveAsync(
        IReadOnlyList<SessionResource> resources, List<string> removed, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentQueue<(SessionResource, RemovalResult)>();
        // Without the token, so that each resource is reported even after a cancellation.
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxParallelRemovals };
        foreach (var kind in resources.GroupBy(resource => resource.Kind).OrderBy(group => group.Key))
        {
            await Parallel.ForEachAsync(kind, options, async (resource, _) =>
            {
                var result = await _remover
                    .RemoveAsync(resource.Kind, resource.Id, resource.ToString(), force: true, withVolumes: true, cancellationToken)
                    .ConfigureAwait(false);
                if (result.Failure is not null) failures.Enqueue((resource, result));
                else lock (removed) removed.Add(resource.ToString());
            }).ConfigureAwait(false);
        }

        return failures;
    }

    /// <summary>
    /// Removes an image by the name or id with which it was registered. If the image has another name, it is only
    /// untagged.
    /// </summary>
    public Task<RemovalResult> RemoveImageAsync(string image, CancellationToken cancellationToken) =>
        _remover.RemoveAsync(ResourceKind.Image, image, $"image {image}", force: false, withVolumes: false, cancellationToken);

    private async Task<IReadOnlyList<SessionResource>> FindAsync(ResourceKind kind, string? session, CancellationToken cancellationToken)
    {
        var label = kind == ResourceKind.Image ? ResourceLabels.ImageSession : ResourceLabels.Session;
        var filters = new EngineFilters().Add("label", session is null ? label : $"{label}={session}");
        var operation = $"list the {kind.ToString().ToLowerInvariant()}s of sessions";
        var list = await _remover.ListAsync(kind, filters, operation, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from item in list
               let name = item.GetStringOrEmpty("Name") is { Length: > 0 } single ? single : GetFirstName(item)
               let owner = item.GetPropertyOrDefault("Labels").GetStringOrEmpty(label)
               select new SessionResource(kind, ResourceRemover.GetId(kind, item), name, owner, ReadCreatedAt(kind, item)),
        ];
    }

    // Identified by name rather than id, so that an image to which the user has given another name is only untagged.
    private async Task<IReadOnlyList<SessionResource>> FindUnnamedImagesAsync(string? session, CancellationToken cancellationToken)
    {
        var filters = new EngineFilters().Add("reference", ResourceLabels.ImageRepository);
        var list = await _remover.ListAsync(ResourceKind.Image, filters, "list the unnamed images of sessions", cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. from item in list
               from name in item.GetStrings("RepoTags")
               let owner = ResourceLabels.GetImageSession(name)
               where owner is not null && (session is null || owner == session)
               select new SessionResource(ResourceKind.Image, name, name, owner, ReadCreatedAt(ResourceKind.Image, item)),
        ];
    }

    private static DateTimeOffset? ReadCreatedAt(ResourceKind kind, JsonElement item) => kind switch
    {
        ResourceKind.Network => item.GetTimeOrNull("Created"),
        ResourceKind.Volume => item.GetTimeOrNull("CreatedAt"),
        _ => item.GetUnixTimeOrNull("Created"),
    };

    // Containers and images can have several names, or none, such as a dangling image.
    private static string GetFirstName(JsonElement item) =>
        item.GetStrings("Names").Concat(item.GetStrings("RepoTags")).FirstOrDefault()?.TrimStart('/') ?? item.GetStringOrEmpty("Id");
}
