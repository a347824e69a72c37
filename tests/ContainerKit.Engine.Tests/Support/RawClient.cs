using System.Net;
using Docker.DotNet;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Asks through Docker.DotNet, where there is no docker command.</summary>
internal sealed class RawClient : IDisposeProbe
{
    private static readonly IDockerClient _client = DockerEngine.Default.Client;

    public async Task<IReadOnlyList<string>> FindAsync(string kind, string label, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [label] = true } };
        return kind switch
        {
            "container" => [.. (await _client.Containers.ListContainersAsync(new() { All = true, Filters = filters }, cancellationToken)).Select(c => c.Names[0].TrimStart('/'))],
            "volume" => [.. ((await _client.Volumes.ListAsync(new() { Filters = filters }, cancellationToken)).Volumes ?? []).Select(v => v.Name)],
            "network" => [.. (await _client.Networks.ListNetworksAsync(new() { Filters = filters }, cancellationToken)).Select(n => n.Name)],
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

    public async Task RemoveAsync(Leftover thing, CancellationToken cancellationToken)
    {
        try
        {
            await (thing.Kind switch
            {
                "container" => _client.Containers.RemoveContainerAsync(thing.Name, new() { Force = true, RemoveVolumes = true }, cancellationToken),
                "volume" => _client.Volumes.RemoveAsync(thing.Name, force: true, cancellationToken),
                "network" => _client.Networks.DeleteNetworkAsync(thing.Name, cancellationToken),
                _ => (Task)_client.Images.DeleteImageAsync(thing.Name, new() { Force = true }, cancellationToken),
            });
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone by now, or on its way.
        }
    }
}
