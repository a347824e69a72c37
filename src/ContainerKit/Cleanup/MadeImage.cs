using System.Net;
using ContainerKit.Errors;
using ContainerKit.Streams;

namespace ContainerKit.Cleanup;

/// <summary>
/// A name that a commit or a tag put on an image. Undoing it gives the name back to the image that had it before. An image name is
/// something a caller asked for, so a chain that succeeds keeps it whatever it ends in.
/// </summary>
internal sealed class MadeImage(DockerEngine engine, ImageReference reference, string? previousId) : MadeThing(engine)
{
    /// <summary>Whether the engine has said that the name was given. Until then it may yet be.</summary>
    public bool IsAnswered { get; set; }

    public override bool IsHandedBack(HandedBack result) => true;

    public override async Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var current = IsAnswered
            ? await FindNewIdAsync(limit, cancellationToken).ConfigureAwait(false)
            : await Stragglers.FindAsync(() => FindNewIdAsync(limit, cancellationToken), Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        if (current is null) return false;
        if (previousId is null)
        {
            await DeleteAsync(reference.ToString(), limit, cancellationToken).ConfigureAwait(false);
            return true;
        }

        await Engine.Calls.AskJsonAsync(
            $"give {reference} back to the image that had it", HttpMethod.Post,
            $"images/{previousId}/tag?repo={Uri.EscapeDataString(reference.FamiliarName)}&tag={reference.Tag}", null, limit, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(current, limit, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override string ToString() => $"image {reference}";

    /// <summary>The id of the image that has this name; null for none.</summary>
    public static async Task<string?> FindIdAsync(DockerEngine engine, ImageReference reference, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var image = await engine.Calls.AskJsonAsync(
                $"look up image {reference}", HttpMethod.Get, $"images/{reference}/json", null, limit, cancellationToken).ConfigureAwait(false);
            return image.Text("Id");
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<string?> FindNewIdAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        await FindIdAsync(Engine, reference, limit, cancellationToken).ConfigureAwait(false) is { } id && id != previousId ? id : null;

    private async Task DeleteAsync(string image, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Engine.Calls.AskJsonAsync($"remove image {Explain.ShortId(image)}", HttpMethod.Delete, $"images/{image}", null, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone already; or somebody else has named it or runs on it since, and then it is theirs.
        }
    }
}
