using System.Net;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Networks;

namespace ContainerKit.Containers;

/// <summary>Starts a container, and tells a missing command and a taken port from other refusals.</summary>
internal static partial class ContainerStart
{
    /// <remarks>Engine API: <c>POST /containers/{id}/start</c>.</remarks>
    public static async Task StartAsync(ContainerClient container, ContainerSpec? spec, CancellationToken cancellationToken)
    {
        try
        {
            await container.Engine.SendJsonAsync(EngineRequest.Post($"containers/{container.Id}/start", $"start {container}"), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.Says("port is already allocated") || e.Says("address already in use") || e.Says("ports are not available"))
        {
            throw new PortConflictException(spec?.Publish ?? [],
                $"Could not start {container}: a port it publishes is in use on the host (the engine said \"{e.EngineMessage}\"). Stop what uses it, or leave the host port out for a free one.", e);
        }
        catch (EngineApiException e) when (IsCommandMissing(e.EngineMessage))
        {
            var command = spec?.Command ?? [];
            var called = command.Count > 0 ? $"`{ErrorText.FormatCommand(command)}`" : "the image's own command";
            throw new CommandNotFoundException(command,
                $"Could not start {container}: {called} cannot be run in {container.Image} (the engine said \"{e.EngineMessage}\"). Check the command's path and that the image has it; for shell syntax run a shell: \"sh\", \"-c\", \"...\".", e);
        }
        catch (EngineApiException e) when (NetworkOperations.IsNetworkNotFound(e) && spec?.Networks.FirstOrDefault(network => e.Says(network.Network)) is { } missing)
        {
            throw NetworkOperations.NotFound(missing.Network, $"start {container} on", e);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound && e.Says("no such container"))
        {
            throw container.NotFound("start", e);
        }
    }

    /// <summary>
    /// Whether the words are a runtime's for a command that is not there or may not be executed. Much else that keeps a process from starting is told in nearly the same
    /// words, such as a folder that is missing, or a profile that could not be written to <c>/proc/self/attr/apparmor/exec</c>: so the command itself has to be named.
    /// </summary>
    public static bool IsCommandMissing(string said) => NamesCommand().IsMatch(said)
        && (said.Contains("not found", StringComparison.OrdinalIgnoreCase)
            || said.Contains("no such file or directory", StringComparison.OrdinalIgnoreCase) || said.Contains("permission denied", StringComparison.OrdinalIgnoreCase));

    // runc: exec: "x"; the kernel through runc: exec /x; crun: executable file `x`, open executable; gVisor: finding executable "x".
    [GeneratedRegex(@"\bexec:? [""'`/]|\bexecutable file\b|\b(?:open|finding) executable\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamesCommand();
}
