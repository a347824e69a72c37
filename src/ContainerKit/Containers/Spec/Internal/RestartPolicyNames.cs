namespace ContainerKit.Containers;

/// <summary>The names of the restart policies in the engine API.</summary>
internal static class RestartPolicyNames
{
    /// <summary>Returns the name of a restart policy in the Engine API and the Docker CLI.</summary>
    public static string GetName(RestartPolicy policy) => policy switch
    {
        RestartPolicy.Always => "always",
        RestartPolicy.OnFailure => "on-failure",
        RestartPolicy.UnlessStopped => "unless-stopped",
        _ => "no",
    };
}
