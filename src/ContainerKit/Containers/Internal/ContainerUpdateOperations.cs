using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Json;

namespace ContainerKit.Containers;

/// <summary>Changes limits and the restart policy of a container that exists.</summary>
internal static class ContainerUpdateOperations
{
    /// <remarks>Engine API: <c>POST /containers/{id}/update</c>.</remarks>
    public static async Task UpdateAsync(ContainerClient container, ContainerUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await container.Engine.SendJsonAsync(
                container.Post("update", "update") with { Json = Body(update) }, cancellationToken).ConfigureAwait(false);
            foreach (var remark in answer.GetStrings("Warnings")) Log.EngineWarning(container.Engine.Logger, $"update {container}", remark);
        }
        catch (EngineApiException e) when (e.Says("memoryswap") && update.MemorySwapBytes is null)
        {
            throw new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, " Set ContainerUpdate.MemorySwapBytes along with MemoryBytes; -1 is as much swap as there is.");
        }
    }

    public static string Name(RestartPolicy policy) => policy switch
    {
        RestartPolicy.Always => "always",
        RestartPolicy.OnFailure => "on-failure",
        RestartPolicy.UnlessStopped => "unless-stopped",
        _ => "no",
    };

    // What is not in the request, or is 0 in it, engines leave as it is.
    private static JsonObject Body(ContainerUpdate update)
    {
        var body = new JsonObject();
        if (update.MemoryBytes is { } memory) body["Memory"] = memory;
        if (update.MemoryReservationBytes is { } reservation) body["MemoryReservation"] = reservation;
        if (update.MemorySwapBytes is { } swap) body["MemorySwap"] = swap;
        if (update.Cpus is { } cpus) body["NanoCpus"] = (long)(cpus * 1e9);
        if (update.CpuShares is { } shares) body["CpuShares"] = shares;
        if (update.CpuSet is { } set) body["CpusetCpus"] = set;
        if (update.PidsLimit is { } pids) body["PidsLimit"] = pids;
        if (update.Restart is { } restart) body["RestartPolicy"] = new JsonObject { ["Name"] = Name(restart), ["MaximumRetryCount"] = update.MaximumRetryCount ?? 0 };
        return body;
    }
}
