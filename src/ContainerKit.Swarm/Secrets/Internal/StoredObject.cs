using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Secrets;

/// <summary>
/// A secret or a config that exists or that is being created. A plan tracks this object, and disposes it to remove the secret. The
/// disposal throws if the removal fails, so that the plan reports it.
/// </summary>
internal sealed class StoredObject : IAsyncDisposable
{
    // The engine completes a create request that is canceled, so the response is awaited a little longer.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);

    private readonly StoredObjectKind _kind;
    private readonly string _nonce = Guid.NewGuid().ToString("N");

    public StoredObject(DockerEngine engine, StoredObjectKind kind, string name, string id = "")
    {
        (Engine, _kind, Name, Id) = (engine, kind, name, id);
    }

    public DockerEngine Engine { get; }

    public string Name { get; }

    /// <summary>The id. Empty until the response to the create request has arrived.</summary>
    public string Id { get; private set; }

    /// <summary>Finds an object by its name or id.</summary>
    public static Task<StoredObject> FindAsync(
        DockerEngine engine, StoredObjectKind kind, string name, CancellationToken cancellationToken) =>
        ReadAsync(engine, kind, name, $"find {kind.Noun} {name}", json => Create(engine, kind, json), cancellationToken);

    /// <summary>Creates an object from the engine's description of it.</summary>
    /// <exception cref="FormatException">The description has no id.</exception>
    public static StoredObject Create(DockerEngine engine, StoredObjectKind kind, JsonElement json) =>
        new(engine, kind, json.GetMember("Spec").GetText("Name"), json.RequireText("ID"));

    /// <summary>Lists the objects of a kind.</summary>
    public static Task<IReadOnlyList<T>> ListAsync<T>(
        DockerEngine engine, StoredObjectKind kind, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var request = new EngineApiRequest(HttpMethod.Get, kind.Path, $"list the {kind.Path} of the swarm");
        return SwarmFailures.SendAsync<IReadOnlyList<T>>(engine, request, json => [.. json.GetItems().Select(read)], cancellationToken);
    }

    /// <summary>
    /// Creates the object, which the plan then owns. The label of the request finds it again if the response is lost.
    /// </summary>
    public async Task CreateAsync(StepContext context, JsonObject body, IReadOnlyList<string> secrets)
    {
        var cancellationToken = context.CancellationToken;
        cancellationToken.ThrowIfCancellationRequested();
        body.GetOrAddObject("Labels")[RequestLabel.Name] = _nonce;
        var request = new EngineApiRequest(HttpMethod.Post, $"{_kind.Path}/create", $"create {this}") { Body = body, Secrets = secrets };
        using var limit = new CancellationTokenSource();
        using (cancellationToken.Register(() => limit.CancelAfter(_grace)))
        {
            var isRefused = false;
            try
            {
                Id = await SwarmFailures.SendAsync(Engine, request, static json => json.RequireText("ID"), limit.Token)
                    .ConfigureAwait(false);
            }
            catch (Exception e)
            {
                isRefused = SwarmFailures.IsRefused(e);
                cancellationToken.ThrowIfCancellationRequested();
                throw;
            }
            finally
            {
                // After a lost response, the engine may have created the object.
                if (!isRefused) context.Track(this);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<T> InspectAsync<T>(Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        ReadAsync(Engine, _kind, Id, $"inspect {this}", read, cancellationToken);

    /// <summary>Removes the object. Does nothing if it does not exist.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (Id.Length == 0) Id = await FindCreatedAsync(cancellationToken).ConfigureAwait(false);
        if (Id.Length == 0) return;
        var request = new EngineApiRequest(HttpMethod.Delete, $"{_kind.Path}/{Uri.EscapeDataString(Id)}", $"remove {this}")
        {
            IsCleanup = true,
        };
        try
        {
            await SwarmFailures.SendAsync(Engine, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SecretNotFoundException or ConfigNotFoundException)
        {
            // Removed by others, which is the wanted state.
        }
    }

    public async ValueTask DisposeAsync() => await RemoveAsync(CancellationToken.None).ConfigureAwait(false);

    public override string ToString() => $"{_kind.Noun} {Name}";

    private static Task<T> ReadAsync<T>(
        DockerEngine engine,
        StoredObjectKind kind,
        string name,
        string operation,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken) =>
        SwarmFailures.SendAsync(
            engine,
            new EngineApiRequest(HttpMethod.Get, $"{kind.Path}/{Uri.EscapeDataString(name)}", operation),
            read,
            cancellationToken);

    private async Task<string> FindCreatedAsync(CancellationToken cancellationToken)
    {
        var request = new EngineApiRequest(HttpMethod.Get, _kind.Path, $"look for {this}") { IsCleanup = true };
        var objects = await SwarmFailures.SendAsync(Engine, request, cancellationToken).ConfigureAwait(false);
        return objects.GetItems()
            .Where(each => each.GetMember("Spec").GetMap("Labels").GetValueOrDefault(RequestLabel.Name) == _nonce)
            .Select(each => each.GetText("ID")).FirstOrDefault("");
    }
}
