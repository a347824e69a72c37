using System.Net;
using ContainerKit.Errors;
using ContainerKit.Networks;

namespace ContainerKit.Containers;

/// <summary>Starts a container, and tells a missing command and a taken port from other refusals.</summary>
internal static class ContainerStart
{
    /// <remarks>Engine API: <c>POST /containers/{id}/start</c>.</remarks>
    public static async Task StartAsync(Container container, ContainerSpec? spec, CancellationToken cancellationToken)
    {
        try
        {
            await container.Engine.Calls.AskJsonAsync(
                $"start {container}", HttpMethod.Post, $"containers/{container.Id}/start", null, container.Engine.Options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (e.Says("port is already allocated") || e.Says("address already in use") || e.Says("ports are not available"))
        {
            throw new PortTakenException(spec?.Publish ?? [],
                $"Could not start {container}: a port it publishes is in use on the host (the engine said \"{e.EngineMessage}\"). Stop what uses it, or leave the host port out for a free one.", e);
        }
        catch (EngineErrorException e) when (IsCommandMissing(e.EngineMessage))
        {
            var command = spec?.Command ?? [];
            var called = command.Count > 0 ? $"`{Explain.Command(command)}`" : "the image's own command";
            throw new CommandNotFoundException(command,
                $"Could not start {container}: {called} cannot be run in {container.Image} (the engine said \"{e.EngineMessage}\"). Check the command's path and that the image has it; for shell syntax run a shell: \"sh\", \"-c\", \"...\".", e);
        }
        catch (EngineErrorException e) when (NetworkVerbs.IsMissing(e) && spec?.Networks.FirstOrDefault(network => e.Says(network.Network)) is { } missing)
        {
            throw NetworkVerbs.NotFound(missing.Network, $"start {container} on", e);
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.NotFound && e.Says("no such container"))
        {
            throw container.NotFound("start", e);
        }
    }

    /// <summary>Whether the words are a runtime's for a command that is not there or may not be executed.</summary>
    public static bool IsCommandMissing(string said) =>
        said.Contains("executable file not found", StringComparison.OrdinalIgnoreCase)
        || (said.Contains("exec", StringComparison.OrdinalIgnoreCase)
            && (said.Contains("no such file or directory", StringComparison.OrdinalIgnoreCase) || said.Contains("permission denied", StringComparison.OrdinalIgnoreCase)));
}
