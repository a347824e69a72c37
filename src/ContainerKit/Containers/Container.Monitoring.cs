using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Lists the processes of the container, with the process ids of the host.</summary>
    /// <inheritdoc cref="TopAsync(IReadOnlyList{string}, CancellationToken)"/>
    public Task<IReadOnlyList<ContainerProcess>> TopAsync(CancellationToken cancellationToken = default) =>
        TopAsync([], cancellationToken);

    /// <summary>Lists the processes of the container, with the process ids of the host.</summary>
    /// <param name="psArguments">
    /// The arguments of the host's <c>ps</c>, such as <c>aux</c> or <c>-o pid,rss,args</c>. The output must have a PID
    /// column. Default: <c>-ef</c>.
    /// </param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">
    /// The container is not running, or <c>ps</c> rejected the arguments.
    /// </exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/top</c>.</remarks>
    public Task<IReadOnlyList<ContainerProcess>> TopAsync(
        IReadOnlyList<string> psArguments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(psArguments);
        return ContainerOperations.TopAsync(Client, psArguments, cancellationToken);
    }

    /// <summary>
    /// Gets the current resource usage of the container, as <c>docker stats --no-stream</c> does. The engine measures
    /// the CPU usage for about a second.
    /// </summary>
    /// <returns>The resource usage. All values are 0 if the container is not running.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/stats?stream=0</c>.</remarks>
    public Task<ContainerStats> StatsAsync(CancellationToken cancellationToken = default) =>
        ContainerOperations.StatsAsync(Client, cancellationToken);

    /// <summary>
    /// Reads the resource usage of the container about once a second until it stops. Returns nothing if the container
    /// is not running.
    /// </summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// <see cref="ContainerStats.CpuPercent"/> of the first item is 0, because there is no earlier item to compare
    /// with. Leaving the loop closes the connection.
    /// Engine API: <c>GET /containers/{id}/stats?stream=1</c>.
    /// </remarks>
    public IAsyncEnumerable<ContainerStats> FollowStatsAsync(CancellationToken cancellationToken = default) =>
        ContainerOperations.FollowStatsAsync(Client, cancellationToken);

    /// <summary>
    /// Lists the files and folders that differ from the image of the container. Volumes are not compared.
    /// </summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/changes</c>.</remarks>
    public Task<IReadOnlyList<FileChange>> ChangesAsync(CancellationToken cancellationToken = default) =>
        ContainerOperations.ChangesAsync(Client, cancellationToken);
}
