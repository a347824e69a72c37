namespace ContainerKit;

/// <summary>How a root file system becomes an image. Immutable.</summary>
public sealed record ImageImportOptions
{
    /// <summary>Dockerfile instructions for the image's configuration, such as <c>CMD ["sh"]</c> or <c>ENV A=1</c>. Default: none.</summary>
    public IReadOnlyList<string> Changes
    {
        get;
        init => field = SpecChecks.Words(value, "changes");
    } = [];

    /// <summary>What the image is. Default: the engine's own words.</summary>
    public string? Message { get; init; }

    /// <summary>What it is for, as <c>os[/arch[/variant]]</c>. Default: the engine's own platform.</summary>
    public string? Platform { get; init; }
}
