using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>Reads the lines in which engines tell of layers on their way.</summary>
internal static class TransferProgressParser
{
    /// <returns>Null for a line that tells of no transfer.</returns>
    public static PlanProgress? Read(string step, JsonElement message)
    {
        if (message.GetStringOrEmpty("status") is not { Length: > 0 } status) return null;
        var detail = message.GetPropertyOrDefault("progressDetail");
        // Some engines count the seconds of an unpacking in the same place.
        var isInBytes = detail.GetStringOrEmpty("units").Length == 0;
        var layer = message.GetStringOrEmpty("id") is { Length: > 0 } id ? id : null;
        return new PlanProgress(PlanProgressKind.Transfer, step)
        {
            Layer = layer,
            Phase = layer is null ? TransferPhase.Other : Phase(status),
            Status = status,
            Current = isInBytes && detail.GetPropertyOrDefault("current").ValueKind == JsonValueKind.Number ? detail.GetInt64OrDefault("current") : null,
            Total = isInBytes && detail.GetPropertyOrDefault("total").ValueKind == JsonValueKind.Number ? detail.GetInt64OrDefault("total") : null,
        };
    }

    private static TransferPhase Phase(string status) => status switch
    {
        "Waiting" or "Pulling fs layer" => TransferPhase.Waiting,
        "Downloading" => TransferPhase.Downloading,
        "Verifying Checksum" => TransferPhase.Verifying,
        "Download complete" => TransferPhase.Downloaded,
        "Extracting" or "Unpacking" => TransferPhase.Extracting,
        "Preparing" => TransferPhase.Preparing,
        "Pushing" => TransferPhase.Pushing,
        "Pull complete" or "Pushed" => TransferPhase.Complete,
        "Already exists" or "Layer already exists" => TransferPhase.AlreadyThere,
        _ when status.StartsWith("Mounted from", StringComparison.Ordinal) => TransferPhase.AlreadyThere,
        _ when status.StartsWith("Retrying", StringComparison.Ordinal) => TransferPhase.Retrying,
        _ => TransferPhase.Other,
    };
}
