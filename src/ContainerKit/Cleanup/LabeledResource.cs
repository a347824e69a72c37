using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Sessions;

namespace ContainerKit.Cleanup;

/// <summary>Something known by its id or, while the request that makes it is unanswered, by the label it carries.</summary>
internal abstract class LabeledResource(EngineClient engine, string kind, string name, string nonce) : TrackedResource(engine)
{
    /// <summary>The name it was asked for by.</summary>
    public string Name => name;

    /// <summary>The id, once the engine has told it.</summary>
    public string? Id { get; set; }

    /// <summary>Set when the engine said that it failed: it is not at work on it any more, and need be asked only once what it left.</summary>
    public bool IsCreateFinished { get; set; }

    public override bool MayAppearLater => Id is null && !IsCreateFinished;

    /// <exception cref="ResourceInUseException">Containers use it.</exception>
    public override async Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Id is { } id) return await RemoveByIdAsync(id, limit, cancellationToken).ConfigureAwait(false);
        foreach (var delay in IsCreateFinished ? LateResourcePolling.Delays.Take(1) : LateResourcePolling.Delays)
        {
            await Task.Delay(delay, Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            if (await FindAsync(limit, cancellationToken).ConfigureAwait(false) is not { Length: > 0 } found) continue;
            Id = found;
            if (await RemoveByIdAsync(found, limit, cancellationToken).ConfigureAwait(false)) return true;
            // Engines list what they are still making, and do not know it yet when they are to remove it.
            Id = null;
        }

        return false;
    }

    public override string ToString() => Id is null || Id == name ? $"{kind} {name}" : $"{kind} {name} ({ErrorText.ShortId(Id)})";

    /// <summary>The request that lists things of this kind, to which filters are added.</summary>
    protected abstract string ListPath { get; }

    /// <summary>The id of the first thing in such a list; null for none.</summary>
    protected abstract string? GetFirstId(JsonElement list);

    /// <summary>The request that removes it.</summary>
    protected abstract string GetRemovePath(string id);

    /// <summary>Whether the engine refuses since it is on its way out already.</summary>
    protected virtual bool IsBeingRemoved(EngineApiException refused) => false;

    /// <summary>Whether the engine refuses since containers use it.</summary>
    protected virtual bool IsInUse(EngineApiException refused) => false;

    /// <summary>The names of the containers that use it.</summary>
    protected virtual Task<IReadOnlyList<string>> GetUsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    private async Task<bool> RemoveByIdAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Engine.SendJsonAsync(EngineRequest.Delete(GetRemovePath(id), $"remove {this}") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
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
            var users = await GetUsersAsync(id, limit, cancellationToken).ConfigureAwait(false);
            throw new ResourceInUseException(users, $"Could not remove {this}: {ResourceInUseException.Describe(users)} it (the engine said \"{e.EngineMessage}\"). Remove them first.", e);
        }
    }

    private async Task<string?> FindAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["label"] = new JsonArray($"{ResourceLabels.Create}={nonce}") };
        var path = ListPath + (ListPath.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "filters=" + Uri.EscapeDataString(filters.ToJsonString());
        return GetFirstId(await Engine.SendJsonAsync(EngineRequest.Get(path, $"look for {this}") with { Timeout = limit }, cancellationToken).ConfigureAwait(false));
    }
}
