using System.Net;
using ContainerKit.Http;
using FluentAssertions;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;

namespace ContainerKit.Assertions;

/// <summary>What an image should be at this moment.</summary>
public sealed class ImageAssertions : ReferenceTypeAssertions<Image, ImageAssertions>
{
    internal ImageAssertions(Image subject)
        : base(subject)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "image";

    /// <summary>It is on the engine, under whatever name.</summary>
    /// <remarks>Engine API: <c>GET /images/{id}/json</c>.</remarks>
    public Task<AndConstraint<ImageAssertions>> ExistAsync(string because = "", params object[] becauseArgs) => CheckAsync(true, "to exist", because, becauseArgs);

    /// <summary>It is not on the engine any more.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ImageAssertions>> NotExistAsync(string because = "", params object[] becauseArgs) => CheckAsync(false, "not to exist", because, becauseArgs);

    private async Task<AndConstraint<ImageAssertions>> CheckAsync(bool wanted, string expectation, string because, object[] becauseArgs)
    {
        var isThere = Subject is not null && await IsThereAsync().ConfigureAwait(false);
        if (Subject is null || isThere != wanted)
        {
            Execute.Assertion.BecauseOf(because, becauseArgs).FailWith(AssertionMessage.Of(
                Subject is null ? "an image" : $"image {Subject}", expectation,
                Subject is null ? "there is none." : isThere ? $"the engine at {Subject.Engine} has it." : $"the engine at {Subject.Engine} has none of that id."));
        }

        return new AndConstraint<ImageAssertions>(this);
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            await Subject.Engine.ApiClient.SendJsonAsync(EngineRequest.Get($"images/{Subject.Id}/json", $"look for image {Subject.Id}"), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
