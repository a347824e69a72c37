using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit.Containers;

internal static partial class ContainerOperations
{
    /// <summary>Renames a container.</summary>
    /// <exception cref="NameConflictException">Another container has the name.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/rename</c>.</remarks>
    public static async Task RenameAsync(ContainerClient container, string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = container.Post("rename", "rename") with { Query = new() { { "name", name } } };
            await container.Engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.Kind == EngineErrorKind.NameConflict || e.MessageContains("already in use"))
        {
            throw new NameConflictException(name,
                $"Could not rename {container} to {name}: another container has that name "
                + $"(the engine reported \"{e.QuotedMessage}\"). Remove or rename that container first.", e);
        }

        container.Name = name;
    }

    /// <summary>
    /// Changes the resource limits and the restart policy of a container. Logs the engine's warnings.
    /// </summary>
    /// <remarks>Engine API: <c>POST /containers/{id}/update</c>.</remarks>
    public static async Task UpdateAsync(ContainerClient container, ContainerUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            var request = container.Post("update", "update") with { Json = ToJson(update) };
            var response = await container.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
            var redaction = request.CreateRedaction();
            foreach (var warning in response.GetStrings("Warnings"))
                Log.EngineWarning(container.Engine.Logger, request.Operation, redaction.Redact(warning));
        }
        catch (EngineApiException e) when (e.MessageContains("memoryswap") && update.MemorySwapBytes is null)
        {
            const string Hint = " Set ContainerUpdate.MemorySwapBytes together with MemoryBytes; -1 means unlimited swap.";
            throw new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, Hint, e.OriginalMessage);
        }
    }

    // Engines leave a setting unchanged if it is missing or 0.
    private static JsonObject ToJson(ContainerUpdate update)
    {
        var json = new JsonObject();
        if (update.MemoryBytes is { } memory) json["Memory"] = memory;
        if (update.MemoryReservationBytes is { } reservation) json["MemoryReservation"] = reservation;
        if (update.MemorySwapBytes is { } swap) json["MemorySwap"] = swap;
        if (update.Cpus is { } cpus) json["NanoCpus"] = ResourceLimits.ToNanoCpus(cpus);
        if (update.CpuShares is { } shares) json["CpuShares"] = shares;
        if (update.CpuSet is { } cpuSet) json["CpusetCpus"] = cpuSet;
        if (update.PidsLimit is { } pids) json["PidsLimit"] = pids;
        if (update.Restart is { } policy)
        {
            json["RestartPolicy"] = new JsonObject
            {
                ["Name"] = RestartPolicyNames.GetName(policy),
                ["MaximumRetryCount"] = update.MaximumRetryCount ?? 0,
            };
        }

        return json;
    }
}
