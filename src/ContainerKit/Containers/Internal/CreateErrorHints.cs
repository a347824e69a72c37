namespace ContainerKit.Containers;

/// <summary>The hints for errors of a create request, in terms of <see cref="ContainerSpec"/>.</summary>
internal static class CreateErrorHints
{
    /// <summary>Returns the hint for an error; null if there is none.</summary>
    public static string? For(EngineApiException error, ContainerSpec spec, bool isLocal)
    {
        if (error.MessageContains("bind source path does not exist"))
        {
            return (isLocal ? "" : "The path must exist on the engine's host, which is not this machine. ")
                + "Create the path first, or let the engine create a folder: Mount.Bind(...) with { CreateHostPath = true }.";
        }

        if (error.MessageContains("platform") && spec.Platform is { } platform)
            return $"Pull the image for {platform} first, or leave Platform out.";
        if (error.MessageContains("runtime") && spec.Runtime is not null)
            return "Set Runtime to a runtime that is configured on the engine, or leave it out.";
        return null;
    }
}
