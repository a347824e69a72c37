namespace ContainerKit.Containers;

/// <summary>What to change when an engine refuses to make a container: the engine tells what is wrong, and not how it is said here.</summary>
internal static class CreateErrorHints
{
    public static string? For(EngineApiException refused, ContainerSpec spec, bool isLocal)
    {
        if (refused.Says("bind source path does not exist"))
        {
            return (isLocal ? "" : "The path is looked for on the engine's host, which is not this machine. ")
                + "Make the path first, or have a folder made: Mount.Bind(...) with { CreateHostPath = true }.";
        }

        if (refused.Says("platform") && spec.Platform is { } platform) return $"Pull the image for {platform} first, or leave Platform out.";
        if (refused.Says("runtime") && spec.Runtime is not null) return "Name a runtime that the engine's settings have, or leave Runtime out.";
        return null;
    }
}
