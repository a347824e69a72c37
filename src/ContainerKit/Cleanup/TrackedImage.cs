using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Cleanup;

/// <summary>
/// A name that a commit, a tag, a load or an import put on an image. Undoing it gives the name back to the image that had it before. An image name is
/// something a caller asked for, so a chain that succeeds keeps it whatever it ends in.
/// </summary>
/// <param name="previousId">The image that had the name; null for none.</param>
/// <param name="committed">The container that the image is made of; null for none.</param>
/// <param name="isNew">Whether the image of an id is made, too; no where it was there already, and only got the name.</param>
internal sealed class TrackedImage(EngineClient engine, ImageReference reference, string? previousId, ContainerReference? committed, Func<string, bool> isNew) : TrackedResource(engine)
{
    private string? _madeId;

    /// <summary>Set once the engine has answered: what it was asked for, it is not at work on any more.</summary>
    public bool IsCreateFinished { get; set; }

    public override bool IsPartOf(ResultResources result) => true;

    public override async Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        // Kept for the next attempt, which no longer finds it under the name.
        _madeId ??= await FindMadeAsync(limit, cancellationToken).ConfigureAwait(false);
        if (_madeId is null) return false;
        if (previousId is null)
        {
            // Engines remove an image with its last name. One that had none before, and was not made here, has to stay.
            if (!isNew(_madeId) && !await HasAnotherNameAsync(_madeId, limit, cancellationToken).ConfigureAwait(false))
                throw new CleanupFailedException($"{this} is the only name of an image that was there before, and would take it along.");
            await DeleteAsync(Engine, reference.ToString(), limit, cancellationToken).ConfigureAwait(false);
            return true;
        }

        await RestoreNameAsync(Engine, reference, previousId, limit, cancellationToken).ConfigureAwait(false);
        // An image that was only tagged is not ours. One that was made is, unless somebody has given it a name of theirs since.
        if (isNew(_madeId) && await IsUntaggedAsync(Engine, _madeId, limit, cancellationToken).ConfigureAwait(false))
            await DeleteAsync(Engine, _madeId, limit, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override string ToString() => $"image {reference}";

    /// <summary>The id of the image that has this name; null for none.</summary>
    public static async Task<string?> FindIdAsync(EngineClient engine, ImageReference reference, TimeSpan limit, CancellationToken cancellationToken) =>
        await LookUpAsync(engine, reference.ToString(), limit, cancellationToken).ConfigureAwait(false) is { } image ? image.GetStringOrEmpty("Id") : null;

    /// <summary>Whether an image is there that nobody has named.</summary>
    public static async Task<bool> IsUntaggedAsync(EngineClient engine, string id, TimeSpan limit, CancellationToken cancellationToken) =>
        await LookUpAsync(engine, id, limit, cancellationToken).ConfigureAwait(false) is { } image && image.GetStrings("RepoTags").Count == 0;

    /// <summary>Gives a name back to the image that had it.</summary>
    public static Task RestoreNameAsync(EngineClient engine, ImageReference reference, string previousId, TimeSpan limit, CancellationToken cancellationToken) =>
        engine.SendJsonAsync(EngineRequest.Post($"images/{previousId}/tag?repo={Uri.EscapeDataString(reference.FamiliarName)}&tag={reference.Tag}", $"give {reference} back to the image that had it") with { Timeout = limit }, cancellationToken);

    /// <summary>Removes a name, and the image with its last one; quiet when it is gone or became somebody else's.</summary>
    public static async Task DeleteAsync(EngineClient engine, string image, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await engine.SendJsonAsync(EngineRequest.Delete($"images/{image}", $"remove image {ErrorText.ShortId(image)}") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone already; or somebody else has named it or runs on it since, and then it is theirs.
        }
    }

    private async Task<string?> FindMadeAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        // Two requests' worth of patience: what was made before still has to be removed within the same clean-up.
        using var patience = new CancellationTokenSource(2 * limit, Engine.Options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        for (var look = 0; ; look++)
        {
            // Asked before the name is: a commit ends after its image has the name.
            var mayCome = !IsCreateFinished && (look < LateResourcePolling.Delays.Length - 1 || await IsCommittingAsync(limit, both.Token).ConfigureAwait(false));
            if (await FindIdAsync(Engine, reference, limit, both.Token).ConfigureAwait(false) is { } current && current != previousId) return current;
            if (!mayCome) return null;
            await Task.Delay(LateResourcePolling.Delays[Math.Min(look + 1, LateResourcePolling.Delays.Length - 1)], Engine.Options.TimeProvider, both.Token).ConfigureAwait(false);
        }
    }

    // The engine pauses a container for as long as its commit takes, unless it was asked not to.
    private async Task<bool> IsCommittingAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (committed is null) return false;
        try
        {
            var container = await Engine.SendJsonAsync(EngineRequest.Get($"containers/{committed.Id}/json", $"look whether {committed} is being committed") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
            return container.GetPropertyOrDefault("State").GetBooleanOrDefault("Paused");
        }
        catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    // Of its names by digest, those of the same repository go with its last tag.
    private async Task<bool> HasAnotherNameAsync(string id, TimeSpan limit, CancellationToken cancellationToken) =>
        await LookUpAsync(Engine, id, limit, cancellationToken).ConfigureAwait(false) is not { } image
        || image.GetStrings("RepoTags").Any(name => !ImageReference.TryParse(name, out var other) || other != reference)
        || image.GetStrings("RepoDigests").Any(name => !ImageReference.TryParse(name, out var other) || other.Name != reference.Name);

    private static async Task<JsonElement?> LookUpAsync(EngineClient engine, string image, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.SendJsonAsync(EngineRequest.Get($"images/{image}/json", $"look up image {image}") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
