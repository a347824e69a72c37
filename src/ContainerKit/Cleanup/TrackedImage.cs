using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Timing;

namespace ContainerKit.Cleanup;

/// <summary>
/// The name that a commit, a tag, a load or an import gives to an image. A rollback restores the name to the image that
/// had it before. The caller chose the name, so a plan that succeeds keeps it, whatever its result is.
/// </summary>
/// <param name="engine">The client.</param>
/// <param name="reference">The name.</param>
/// <param name="previousId">The image that had the name before; null for none.</param>
/// <param name="committed">The container that is committed; null for another operation.</param>
/// <param name="isNew">Returns whether the operation creates the image of an id; false if the image existed and only
/// gets the name.</param>
internal sealed class TrackedImage(
    EngineClient engine, ImageReference reference, string? previousId, ContainerReference? committed, Func<string, bool> isNew)
    : TrackedResource(engine)
{
    private string? _createdId;
    private bool _isRemovalSent;

    /// <summary>
    /// Indicates whether the engine has returned a response, so that it no longer works on the request.
    /// </summary>
    public bool IsCreateFinished { get; set; }

    public override bool IsPartOf(ResultResources result) => true;

    public override async Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        // Kept for a retry, which no longer finds the image by the name.
        _createdId ??= await FindCreatedIdAsync(requestTimeout, cancellationToken).ConfigureAwait(false);
        if (_createdId is null) return false;
        if (previousId is null)
        {
            // Engines remove an image with its last name. An image that existed before without a name must not be
            // removed.
            if (!isNew(_createdId) && !await HasAnotherNameAsync(_createdId, requestTimeout, cancellationToken).ConfigureAwait(false))
            {
                throw new CleanupFailedException(
                    $"Could not remove the name of {this}: the image existed before and has no other name, "
                    + "so the engine would remove it too.");
            }

            var isRetry = _isRemovalSent;
            _isRemovalSent = true;
            await DeleteAsync(Engine, reference.ToString(), requestTimeout, cancellationToken).ConfigureAwait(false);
            if (isRetry && isNew(_createdId))
                await DeleteUntaggedAsync(Engine, _createdId, requestTimeout, cancellationToken).ConfigureAwait(false);
            return true;
        }

        await RestoreNameAsync(Engine, reference, previousId, requestTimeout, cancellationToken).ConfigureAwait(false);
        // An image that the operation created is removed, unless it has got another name since.
        if (isNew(_createdId)) await DeleteUntaggedAsync(Engine, _createdId, requestTimeout, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override string ToString() => $"image {reference}";

    /// <summary>Returns the id of the image with this name; null if there is none.</summary>
    public static async Task<string?> FindIdAsync(
        EngineClient engine, ImageReference reference, TimeSpan requestTimeout, CancellationToken cancellationToken) =>
        await FindAsync(engine, reference.ToString(), requestTimeout, cancellationToken).ConfigureAwait(false) is { } image
            ? image.GetStringOrEmpty("Id")
            : null;

    /// <summary>Indicates whether the image exists and has no tag.</summary>
    public static async Task<bool> IsUntaggedAsync(
        EngineClient engine, string id, TimeSpan requestTimeout, CancellationToken cancellationToken) =>
        await FindAsync(engine, id, requestTimeout, cancellationToken).ConfigureAwait(false) is { } image
        && image.GetStrings("RepoTags").Count == 0;

    /// <summary>Restores a name to the image that had it before.</summary>
    public static Task RestoreNameAsync(
        EngineClient engine, ImageReference reference, string previousId, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post(
            ResourcePath.For(ResourceKind.Image, previousId) + "/tag", $"restore the name {reference} to the image that had it before") with
        {
            Query = new() { { "repo", reference.FamiliarName }, { "tag", reference.Tag ?? "" } },
            Timeout = requestTimeout,
        };
        return engine.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Removes a name of an image, and the image with its last name. Does nothing if the image does not exist or is in
    /// use.
    /// </summary>
    public static async Task DeleteAsync(
        EngineClient engine, string image, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        var (outcome, failure) = await new ResourceRemover(new EngineCleanupClient(engine), requestTimeout)
            .RemoveAsync(
                ResourceKind.Image, image, $"image {ErrorText.ShortId(image)}", force: false, withVolumes: false, cancellationToken)
            .ConfigureAwait(false);
        // An image in use has got another name or a container since, so it is no longer ours to remove.
        if (outcome == RemovalOutcome.Failed) failure!.ThrowInner();
    }

    /// <summary>
    /// Removes an image if it has no tag. A failed request, or one without a response, may have removed only the last tag of an image.
    /// </summary>
    public static async Task DeleteUntaggedAsync(
        EngineClient engine, string id, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        if (await IsUntaggedAsync(engine, id, requestTimeout, cancellationToken).ConfigureAwait(false))
            await DeleteAsync(engine, id, requestTimeout, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> FindCreatedIdAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        // At most the time of two requests: older resources still have to be removed within the same cleanup.
        using var deadline = Deadline.Start(2 * requestTimeout, Engine.Options.TimeProvider, cancellationToken);
        var delays = PollingSchedule.LostImage.Delays;
        for (var attempt = 0; ; attempt++)
        {
            // Requested before the name: a commit is still in progress when its image gets the name.
            var mayAppear = !IsCreateFinished
                && (attempt < delays.Count - 1 || await IsCommittingAsync(requestTimeout, deadline.Token).ConfigureAwait(false));
            var current = await FindIdAsync(Engine, reference, requestTimeout, deadline.Token).ConfigureAwait(false);
            if (current is not null && current != previousId) return current;
            if (!mayAppear) return null;
            var delay = delays[Math.Min(attempt + 1, delays.Count - 1)];
            await Task.Delay(delay, Engine.Options.TimeProvider, deadline.Token).ConfigureAwait(false);
        }
    }

    // The engine pauses a container while it commits it, unless the request turns that off.
    private async Task<bool> IsCommittingAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        if (committed is null) return false;
        try
        {
            var request = EngineRequest.Get(
                ResourcePath.For(ResourceKind.Container, committed.Id) + "/json", $"check whether {committed} is being committed") with
            {
                Timeout = requestTimeout,
            };
            var container = await Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return container.GetPropertyOrDefault("State").GetBooleanOrDefault("Paused");
        }
        catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    // Digests of the same repository do not count: the engine removes them with the repository's last tag.
    private async Task<bool> HasAnotherNameAsync(string id, TimeSpan requestTimeout, CancellationToken cancellationToken) =>
        await FindAsync(Engine, id, requestTimeout, cancellationToken).ConfigureAwait(false) is not { } image
        || image.GetStrings("RepoTags").Any(name => !ImageReference.TryParse(name, out var other) || other != reference)
        || image.GetStrings("RepoDigests").Any(name => !ImageReference.TryParse(name, out var other) || other.Name != reference.Name);

    private static async Task<JsonElement?> FindAsync(
        EngineClient engine, string image, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Get(ResourcePath.For(ResourceKind.Image, image) + "/json", $"inspect image {image}") with
            {
                Timeout = requestTimeout,
            };
            return await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode is HttpStatusCode.NotFound || e.Kind == EngineErrorKind.ImageNotFound)
        {
            return null;
        }
    }
}
