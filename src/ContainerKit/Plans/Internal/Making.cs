using System.Net;
using ContainerKit.Cleanup;

namespace ContainerKit.Plans;

/// <summary>Asks an engine for something new so that what it makes can always be found again.</summary>
internal static class Making
{
    /// <summary>Notes the thing, and asks for it under a token that the caller's does not cancel at once.</summary>
    /// <param name="ask">The request; it gives the id.</param>
    public static async Task MakeAsync(this ChainScope scope, LabelledThing made, Func<CancellationToken, Task<string>> ask)
    {
        scope.Note(made);
        try
        {
            await Uninterrupted.RunAsync(
                async token => made.Id = await ask(token).ConfigureAwait(false), scope.Engine.Options, scope.Token).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (e.StatusCode < HttpStatusCode.InternalServerError)
        {
            scope.CrossOut(made);
            throw;
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.InternalServerError)
        {
            // The engine's own failure, unlike a gateway's, comes when it is done.
            made.IsAnswered = true;
            throw;
        }
    }
}
