using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Sessions;

namespace ContainerKit.Cleanup;

/// <summary>
/// A resource with a unique label. Before the response to its create request arrives, the resource is found by that
/// label.
/// </summary>
internal abstract class LabeledResource(EngineClient engine, string kind, string name, string nonce)
    : TrackedResource(engine)
{
    /// <summary>The name in the create request.</summary>
    public string Name => name;

    /// <summary>The id; null before the engine has returned it.</summary>
    public string? Id { get; set; }

    /// <summary>
    /// Indicates whether the engine has reported that the create request failed. It no longer works on the request
    /// then, so one look for a partly created resource is enough.
    /// </summary>
    public bool IsCreateFinished { get; set; }

    public override bool MayAppearLater => Id is null && !IsCreateFinished;

    /// <inheritdoc/>
    /// <exception cref="ResourceInUseException">Containers use the resource.</exception>
    public override async Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        if (Id is { } id) return await RemoveByIdAsync(id, requestTimeout, cancellationToken).ConfigureAwait(false);
        foreach (var delay in IsCreateFinished ? LateResourcePolling.Delays.Take(1) : LateResourcePolling.Delays)
        {
            await Task.Delay(delay, Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            if (await FindIdAsync(requestTimeout, cancellationToken).ConfigureAwait(false) is not { Length: > 0 } found) continue;
            Id = found;
            if (await RemoveByIdAsync(found, requestTimeout, cancellationToken).ConfigureAwait(false)) return true;
            // An engine lists a resource that it is still creating, but answers 404 to a request that removes it.
            Id = null;
        }

        return false;
    }

    public override string ToString() => Id is null || Id == name ? $"{kind} {name}" : $"{kind} {name} ({ErrorText.ShortId(Id)})";

    /// <summary>The path of the request that lists resources of this kind.</summary>
    protected abstract string ListPath { get; }

    /// <summary>Returns the query of the request that lists resources of this kind.</summary>
    protected virtual QueryString GetListQuery(EngineFilters filters) => new() { filters };

    /// <summary>Returns the id of the first resource in a list; null if the list is empty.</summary>
    protected abstract string? GetFirstId(JsonElement list);

    /// <summary>Returns the path of the request that removes the resource.</summary>
    protected abstract string GetRemovePath(string id);

    /// <summary>Returns the query of the request that removes the resource; null for none.</summary>
    protected virtual QueryString? GetRemoveQuery() => null;

    /// <summary>Indicates whether the engine reports that the removal is already in progress.</summary>
    protected virtual bool IsBeingRemoved(EngineApiException error) => false;

    /// <summary>Indicates whether the engine reports that containers use the resource.</summary>
    protected virtual bool IsInUse(EngineApiException error) => false;

    /// <summary>Returns the names of the containers that use the resource.</summary>
    protected virtual Task<IReadOnlyList<string>> GetUsersAsync(
        string id, TimeSpan requestTimeout, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    private async Task<bool> RemoveByIdAsync(string id, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Delete(GetRemovePath(id), $"remove {this}") with
            {
                Query = GetRemoveQuery(),
                Timeout = requestTimeout,
            };
            await Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (EngineApiException e) when (IsBeingRemoved(e))
        {
            return true;
        }
        catch (EngineApiException e) when (IsInUse(e))
        {
            var users = await GetUsersAsync(id, requestTimeout, cancellationToken).ConfigureAwait(false);
            throw new ResourceInUseException(
                users,
                $"Could not remove {this}: {ResourceInUseException.Describe(users)} it (the engine answered \"{e.QuotedMessage}\"). "
                + "Remove them first.",
                e);
        }
    }

    private async Task<string?> FindIdAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        var filters = new EngineFilters().Add("label", $"{ResourceLabels.Create}={nonce}");
        var request = EngineRequest.Get(ListPath, $"find {this}") with
        {
            Query = GetListQuery(filters),
            Timeout = requestTimeout,
        };
        return GetFirstId(await Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false));
    }
}
