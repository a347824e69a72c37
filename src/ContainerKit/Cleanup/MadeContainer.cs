using System.Net;
using System.Text.Json.Nodes;
using ContainerKit.Errors;
using ContainerKit.Streams;

namespace ContainerKit.Cleanup;

/// <summary>A container, known by its id or, while its create request is unanswered, by the label it carries.</summary>
internal sealed class MadeContainer(DockerEngine engine, string name, string nonce) : MadeThing(engine)
{
    /// <summary>The id, once the engine has told it.</summary>
    public string? Id { get; set; }

    /// <summary>Set when the engine said that it failed: it is not at work on it any more, and need be asked only once what it left.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>What goes along with it, once nothing runs on it any more.</summary>
    public MadeThing? Belonging { get; init; }

    public override bool IsHandedBack(HandedBack result) => result.Holds(Id);

    public override async Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var removed = await RemoveAloneAsync(limit, cancellationToken).ConfigureAwait(false);
        if (Belonging is not null) await Belonging.RemoveAsync(limit, cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private async Task<bool> RemoveAloneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Id is { } id) return await RemoveByIdAsync(id, limit, cancellationToken).ConfigureAwait(false);
        foreach (var delay in IsAnswered ? Stragglers.Delays.Take(1) : Stragglers.Delays)
        {
            await Task.Delay(delay, Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            if (await FindAsync(limit, cancellationToken).ConfigureAwait(false) is not { } found) continue;
            Id = found;
            return await RemoveByIdAsync(found, limit, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    public override string ToString() => Id is null ? $"container {name}" : $"container {name} ({Explain.ShortId(Id)})";

    private async Task<string?> FindAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["label"] = new JsonArray($"{OwnLabels.Create}={nonce}") };
        var path = "containers/json?all=1&filters=" + Uri.EscapeDataString(filters.ToJsonString());
        var found = await Engine.Calls.AskJsonAsync($"look for {this}", HttpMethod.Get, path, null, limit, cancellationToken).ConfigureAwait(false);
        return found.GetArrayLength() == 0 ? null : found[0].Text("Id");
    }

    private async Task<bool> RemoveByIdAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Engine.Calls.AskJsonAsync($"remove {this}", HttpMethod.Delete, $"containers/{id}?force=1&v=1", null, limit, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.Conflict && e.Says("already in progress"))
        {
            return true;
        }
    }
}
