using System.Net;
using Docker.DotNet;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Queries the engine with Docker.DotNet, if the Docker CLI is not installed.</summary>
internal sealed class RawClient : IDisposeProbe
{
    private static readonly IDockerClient _client = DockerEngine.Default.Client;

    public async Task<IReadOnlyList<string>> FindAsync(string kind, string label, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [label] = true },
        };
        return kind switch
        {
            "container" => [.. (await _client.Containers.ListContainersAsync(new() { All = true, Filters = filters }, cancellationToken))
                .Select(c => c.Names[0].TrimStart('/'))],
            "volume" => [.. ((await _client.Volumes.ListAsync(new() { Filters = filters }, cancellationToken)).Volumes ?? [])
                .Select(v => v.Name)],
            "network" => [.. (await _client.Networks.ListNetworksAsync(new() { Filters = filters }, cancellationToken))
                .Select(n => n.Name)],
            _ => [.. (await _client.Images.ListImagesAsync(new() { Filters = filters }, cancellationToken))
                .SelectMany(i => i.RepoTags is { Count: > 0 } tags && tags[0] != "<none>:<none>" ? tags : [i.ID])],
        };
    }

    public async Task<string?> ImageIdAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.Images.InspectImageAsync(name, cancellationToken)).ID;
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task RemoveAsync(Leftover leftover, CancellationToken cancellationToken)
    {
        try
        {
            await (leftover.Kind switch
            {
                "container" => _client.Containers.RemoveContainerAsync(
                    leftover.Name, new() { Force = true, RemoveVolumes = true }, cancellationToken),
                "volume" => _client.Volumes.RemoveAsync(leftover.Name, force: true, cancellationToken),
                "network" => _client.Networks.DeleteNetworkAsync(leftover.Name, cancellationToken),
                _ => (Task)_client.Images.DeleteImageAsync(leftover.Name, new() { Force = true }, cancellationToken),
            });
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // The resource is removed, or its removal is in progress.
        }
    }
}
