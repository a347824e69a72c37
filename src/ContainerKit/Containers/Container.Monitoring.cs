using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Lists the container's processes as its host sees them.</summary>
    /// <inheritdoc cref="TopAsync(IReadOnlyList{string}, CancellationToken)"/>
    public Task<IReadOnlyList<ContainerProcess>> TopAsync(CancellationToken cancellationToken = default) => TopAsync([], cancellationToken);

    /// <summary>
    /// Lists the container's processes as its host sees them: their ids are those of the host, where a container is nothing but its processes.
    /// </summary>
    /// <param name="psArguments">What the host's <c>ps</c> is given, such as <c>aux</c> or <c>-o pid,rss,args</c>; it has to tell the PID. Without words, <c>-ef</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="EngineApiException">It does not run, or ps did not understand the arguments.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/top</c>.</remarks>
    public Task<IReadOnlyList<ContainerProcess>> TopAsync(IReadOnlyList<string> psArguments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(psArguments);
        return ContainerMonitoring.TopAsync(Client, psArguments, cancellationToken);
    }

    /// <summary>
    /// Reads what the container uses of its host at this moment, as <c>docker stats --no-stream</c> shows it. The engine takes about a second,
    /// in which it sees how busy the CPUs are.
    /// </summary>
    /// <returns>The figures; all 0 where it does not run.</returns>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/stats?stream=0</c>.</remarks>
    public async Task<ContainerStats> StatsAsync(CancellationToken cancellationToken = default) =>
        ContainerStats.Read(await Client.Engine.SendJsonAsync(
            Client.Get("stats", "read the stats of") with { Query = new() { { "stream", false } } }, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Reads what the container uses of its host, about once a second, until it stops; at once over where it does not run. In the first reading
    /// <see cref="ContainerStats.CpuPercent"/> is 0, since there is none before it. Leaving the loop closes the connection.
    /// </summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/stats?stream=1</c>.</remarks>
    public IAsyncEnumerable<ContainerStats> FollowStatsAsync(CancellationToken cancellationToken = default) => ContainerMonitoring.StatsAsync(Client, cancellationToken);

    /// <summary>Lists the files and folders that are not as the container's image has them. Volumes are no part of it.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/changes</c>.</remarks>
    public Task<IReadOnlyList<FileChange>> ChangesAsync(CancellationToken cancellationToken = default) => ContainerMonitoring.ChangesAsync(Client, cancellationToken);
}
