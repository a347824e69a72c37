using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Errors;

namespace ContainerKit.Cleanup;

/// <summary>Something known by its id or, while the request that makes it is unanswered, by the label it carries.</summary>
internal abstract class LabelledThing(DockerEngine engine, string kind, string name, string nonce) : MadeThing(engine)
{
    /// <summary>The name it was asked for by.</summary>
    public string Name => name;

    /// <summary>The id, once the engine has told it.</summary>
    public string? Id { get; set; }

    /// <summary>Set when the engine said that it failed: it is not at work on it any more, and need be asked only once what it left.</summary>
    public bool IsAnswered { get; set; }

    public override bool MayStillCome => Id is null && !IsAnswered;

    /// <exception cref="InUseException">Containers use it.</exception>
    public override async Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Id is { } id) return await RemoveByIdAsync(id, limit, cancellationToken).ConfigureAwait(false);
        foreach (var delay in IsAnswered ? Stragglers.Delays.Take(1) : Stragglers.Delays)
        {
            await Task.Delay(delay, Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            if (await FindAsync(limit, cancellationToken).ConfigureAwait(false) is not { Length: > 0 } found) continue;
            Id = found;
            return await RemoveByIdAsync(found, limit, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    public override string ToString() => Id is null || Id == name ? $"{kind} {name}" : $"{kind} {name} ({Explain.ShortId(Id)})";

    /// <summary>The request that lists things of this kind, to which filters are added.</summary>
    protected abstract string ListPath { get; }

    /// <summary>The id of the first thing in such a list; null for none.</summary>
    protected abstract string? FirstId(JsonElement list);

    /// <summary>The request that removes it.</summary>
    protected abstract string RemovalPath(string id);

    /// <summary>Whether the engine refuses since it is on its way out already.</summary>
    protected virtual bool IsOnItsWay(EngineErrorException refused) => false;

    /// <summary>Whether the engine refuses since containers use it.</summary>
    protected virtual bool IsInUse(EngineErrorException refused) => false;

    /// <summary>The names of the containers that use it.</summary>
    protected virtual Task<IReadOnlyList<string>> UsersAsync(string id, TimeSpan limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    private async Task<bool> RemoveByIdAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Engine.Calls.AskJsonAsync($"remove {this}", HttpMethod.Delete, RemovalPath(id), null, limit, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (EngineErrorException e) when (IsOnItsWay(e))
        {
            return true;
        }
        catch (EngineErrorException e) when (IsInUse(e))
        {
            var users = await UsersAsync(id, limit, cancellationToken).ConfigureAwait(false);
            throw new InUseException(users, $"Could not remove {this}: {InUseException.Describe(users)} it (the engine said \"{e.EngineMessage}\"). Remove them first.", e);
        }
    }

    private async Task<string?> FindAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["label"] = new JsonArray($"{OwnLabels.Create}={nonce}") };
        var path = ListPath + (ListPath.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "filters=" + Uri.EscapeDataString(filters.ToJsonString());
        return FirstId(await Engine.Calls.AskJsonAsync($"look for {this}", HttpMethod.Get, path, null, limit, cancellationToken).ConfigureAwait(false));
    }
}
