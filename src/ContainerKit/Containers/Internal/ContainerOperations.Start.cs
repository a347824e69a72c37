using System.Net;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Networks;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    /// <summary>Starts a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="spec">
    /// The spec that the container was created with, for error messages; null if it is unknown.
    /// </param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="PortConflictException">A host port that the container publishes is in use.</exception>
    /// <exception cref="CommandNotFoundException">
    /// The image has no such command, or the command is not executable.
    /// </exception>
    /// <exception cref="NetworkNotFoundException">A network of the container was removed.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/start</c>.</remarks>
    public static async Task StartAsync(ContainerClient container, ContainerSpec? spec, CancellationToken cancellationToken)
    {
        try
        {
            // Not container.Post: a 404 response is also returned for a missing command or network.
            var request = EngineRequest.Post($"containers/{container.Id}/start", $"start {container}") with
            {
                Secrets = container.Secrets,
            };
            await container.Engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (IsPortConflict(e))
        {
            throw new PortConflictException(spec?.Publish ?? [],
                $"Could not start {container}: a host port that it publishes is in use (the engine reported \"{e.QuotedMessage}\"). "
                + "Stop the process that uses the port, or omit the host port to get a free one.", e);
        }
        catch (EngineApiException e) when (IsCommandMissing(e.OriginalMessage))
        {
            throw CommandMissing(container, spec, e);
        }
        catch (EngineApiException e) when (FindMissingNetwork(e, spec) is { } missing)
        {
            throw NetworkOperations.NotFound(missing.Network, $"start {container} on", e);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound && e.MessageContains("no such container"))
        {
            throw container.NotFound("start", e);
        }
    }

    /// <summary>
    /// Indicates whether an error message of a container runtime reports a command that does not exist or is not
    /// executable.
    /// </summary>
    /// <remarks>
    /// Similar messages report other failures, such as a missing folder, or a profile that could not be written to
    /// <c>/proc/self/attr/apparmor/exec</c>. So the message must name the command as well.
    /// </remarks>
    public static bool IsCommandMissing(string message) =>
        // crun, in an exec: the path `x` exists but it is not executable, and up to 1.8 open executable: Permission denied.
        message.Contains("exists but it is not executable", StringComparison.Ordinal)
        || message.Contains("open executable: Permission denied", StringComparison.OrdinalIgnoreCase)
        || (CommandReference().IsMatch(message)
        && (message.Contains("not found", StringComparison.OrdinalIgnoreCase)
            || message.Contains("no such file or directory", StringComparison.OrdinalIgnoreCase)
            || message.Contains("permission denied", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Returns the exception for a command that the image does not have, or that is not executable.</summary>
    public static CommandNotFoundException CommandMissing(ContainerClient container, ContainerSpec? spec, EngineApiException e)
    {
        var command = spec?.Command ?? [];
        var description = command.Count > 0 ? $"`{ErrorText.FormatCommand(command)}`" : "the image's own command";
        return new CommandNotFoundException(command,
            $"Could not start {container}: {description} cannot be run in {container.Image} "
            + $"(the engine reported \"{e.QuotedMessage}\"). "
            + "Check that the image has the command and that its path is right. "
            + "For shell syntax, run a shell: \"sh\", \"-c\", \"...\".", e);
    }

    private static bool IsPortConflict(EngineApiException e) =>
        e.MessageContains("port is already allocated")
        || e.MessageContains("address already in use")
        || e.MessageContains("ports are not available");

    private static NetworkAttachment? FindMissingNetwork(EngineApiException e, ContainerSpec? spec) =>
        NetworkOperations.IsNetworkNotFound(e) ? spec?.Networks.FirstOrDefault(network => e.MessageContains(network.Network)) : null;

    // runc: exec: "x"; the kernel through runc: exec /x; crun: executable file `x`, open executable; gVisor: finding
    // executable "x".
    [GeneratedRegex(@"\bexec:? [""'`/]|\bexecutable file\b|\b(?:open|finding) executable\b", RegexOptions.IgnoreCase)]
    private static partial Regex CommandReference();
}
