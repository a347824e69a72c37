namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    /// <summary>Suspends all processes of a container.</summary>
    /// <remarks>Engine API: <c>POST /containers/{id}/pause</c>.</remarks>
    public static Task PauseAsync(ContainerClient container, CancellationToken cancellationToken) =>
        container.Engine.SendAsync(container.Post("pause", "pause"), cancellationToken);

    /// <summary>Resumes all processes of a paused container.</summary>
    /// <remarks>Engine API: <c>POST /containers/{id}/unpause</c>.</remarks>
    public static Task UnpauseAsync(ContainerClient container, CancellationToken cancellationToken) =>
        container.Engine.SendAsync(container.Post("unpause", "unpause"), cancellationToken);
}
