using System.Net;
using System.Text.Json.Nodes;
using ContainerKit.Swarm.Internal;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Swarm.Services;

/// <summary>Finds what the description of a service names: its image, networks, secrets and configs.</summary>
internal sealed class ServiceReferences(DockerEngine engine, ILogger logger)
{
    /// <summary>Finds the ids of the networks, secrets and configs that a spec names.</summary>
    /// <exception cref="NetworkNotFoundException">The swarm has no such network.</exception>
    /// <exception cref="SecretNotFoundException">The swarm has no such secret.</exception>
    /// <exception cref="ConfigNotFoundException">The swarm has no such config.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>, <c>GET /secrets</c>, <c>GET /configs</c>.</remarks>
    public async Task<ReferencedIds> FindAsync(string service, ServiceSpec spec, CancellationToken cancellationToken)
    {
        var networks = new Dictionary<string, string>();
        foreach (var network in spec.Networks)
        {
            var path = $"networks/{Uri.EscapeDataString(network.Network)}";
            var request = new EngineApiRequest(HttpMethod.Get, path, $"find network {network.Network} of service {service}")
            {
                Query = new Dictionary<string, string> { ["scope"] = "swarm" },
            };
            try
            {
                networks[network.Network] = await SwarmFailures
                    .SendAsync(engine, request, static json => json.RequireText("Id"), cancellationToken).ConfigureAwait(false);
            }
            catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                throw new NetworkNotFoundException(
                    network.Network,
                    $"Could not deploy service {service}: the swarm has no network {network.Network}. Create it with "
                    + $"OverlayNetwork.Create(\"{network.Network}\"); a network of one engine, such as a bridge, is not enough.",
                    e);
            }
        }

        var credentialConfig = spec.CredentialSpec?.Split("://") is ["config", var config] ? config : null;
        var configs = spec.Configs.Select(item => item.Name).Concat(credentialConfig is null ? [] : [credentialConfig]);
        return new ReferencedIds(
            networks,
            await FindIdsAsync("secret", spec.Secrets.Select(item => item.Name), service, cancellationToken).ConfigureAwait(false),
            await FindIdsAsync("config", configs, service, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Requests the digest and the platforms of an image from its registry.</summary>
    /// <remarks>Engine API: <c>GET /distribution/{name}/json</c>.</remarks>
    public async Task<ResolvedImage> ResolveAsync(ImageReference image, ServiceSpec spec, CancellationToken cancellationToken)
    {
        if (image.IsId || !spec.ResolveImage) return ResolvedImage.FromName(image.ToString());
        var request = new EngineApiRequest(HttpMethod.Get, $"distribution/{image}/json", $"find the digest of {image}")
        {
            CredentialsOf = spec.WithRegistryAuth ? image : null,
        };
        try
        {
            var json = await engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var digest = json.GetMember("Descriptor").GetText("digest");
            // The cluster manager would find no node for the architecture "arm": https://github.com/docker/swarmkit/issues/2294
            var platforms = json.GetItems("Platforms")
                .Select(item => (Architecture: item.GetText("architecture"), Os: item.GetText("os")))
                .Select(item => item.Architecture == "arm" ? item with { Architecture = "" } : item);
            return new ResolvedImage(image.Digest is null && digest.Length > 0 ? $"{image}@{digest}" : image.ToString(), [.. platforms]);
        }
        catch (EngineApiException e)
        {
            // As in the Docker CLI: the image may be on the nodes already, and a registry is not required then.
            ServiceLog.ImageNotResolved(logger, image.ToString(), e.EngineMessage);
            return ResolvedImage.FromName(image.ToString());
        }
    }

    private async Task<Dictionary<string, string>> FindIdsAsync(
        string kind, IEnumerable<string> names, string service, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, string>();
        foreach (var name in names.Distinct())
        {
            var filter = new JsonObject { ["name"] = new JsonArray(name) };
            var request = new EngineApiRequest(HttpMethod.Get, kind + "s", $"find {kind} {name} of service {service}")
            {
                Query = new Dictionary<string, string> { ["filters"] = filter.ToJsonString() },
            };
            var json = await SwarmFailures.SendAsync(engine, request, cancellationToken).ConfigureAwait(false);
            // The filter is a prefix.
            var id = json.GetItems().FirstOrDefault(item => item.GetMember("Spec").GetText("Name") == name).GetText("ID");
            if (id.Length == 0)
            {
                var message = $"Could not deploy service {service}: the swarm has no {kind} {name}. Create it before the service.";
                throw kind == "secret" ? new SecretNotFoundException(name, message) : new ConfigNotFoundException(name, message);
            }

            ids[name] = id;
        }

        return ids;
    }
}
