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

    protected abstract Task<bool> RemoveByIdAsync(string id, TimeSpan limit, CancellationToken cancellationToken);

    private async Task<string?> FindAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["label"] = new JsonArray($"{OwnLabels.Create}={nonce}") };
        var path = ListPath + (ListPath.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "filters=" + Uri.EscapeDataString(filters.ToJsonString());
        return FirstId(await Engine.Calls.AskJsonAsync($"look for {this}", HttpMethod.Get, path, null, limit, cancellationToken).ConfigureAwait(false));
    }
}
