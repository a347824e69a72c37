namespace ContainerKit.Assertions;

/// <summary>Assertions on an image at the time of the call.</summary>
public sealed class ImageAssertions : ReferenceTypeAssertions<Image, ImageAssertions>
{
    internal ImageAssertions(Image subject)
#if AWESOME_ASSERTIONS
        : base(subject, AssertionChain.GetOrCreate())
#else
        : base(subject)
#endif
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "image";

    /// <summary>Asserts that the image exists on the engine, under any name.</summary>
    /// <remarks>Engine API: <c>GET /images/{id}/json</c>.</remarks>
    public Task<AndConstraint<ImageAssertions>> ExistAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(shouldExist: true, "to exist", because, becauseArgs);

    /// <summary>Asserts that the image does not exist on the engine.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ImageAssertions>> NotExistAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(shouldExist: false, "not to exist", because, becauseArgs);

    private async Task<AndConstraint<ImageAssertions>> CheckAsync(
        bool shouldExist, string expectation, string because, object[] becauseArgs)
    {
        var exists = Subject is not null && await ExistsAsync().ConfigureAwait(false);
        if (Subject is null || exists != shouldExist)
        {
            var found = Subject is null ? AssertionFailure.FoundNull
                : exists ? $"the engine at {Subject.Engine} has it."
                : $"the engine at {Subject.Engine} has no image with this id.";
            AssertionFailure.Report(Subject is null ? "an image" : $"image {Subject}", expectation, found, because, becauseArgs);
        }

        return new AndConstraint<ImageAssertions>(this);
    }

    private async Task<bool> ExistsAsync()
    {
        try
        {
            await Subject.InspectAsync().ConfigureAwait(false);
            return true;
        }
        catch (ImageNotFoundException)
        {
            return false;
        }
    }
}
