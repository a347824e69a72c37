using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>Parses the lines in which engines report the progress of layers.</summary>
internal static class TransferProgressParser
{
    /// <summary>Parses a line. Returns null if it reports no transfer.</summary>
    public static PlanProgress? Read(string step, JsonElement message)
    {
        if (message.GetStringOrEmpty("status") is not { Length: > 0 } status) return null;
        var detail = message.GetPropertyOrDefault("progressDetail");
        // Some engines report the seconds of an extraction in the same property, with a unit.
        var isInBytes = detail.GetStringOrEmpty("units").Length == 0;
        var layer = message.GetStringOrEmpty("id") is { Length: > 0 } id ? id : null;
        return new PlanProgress(PlanProgressKind.Transfer, step)
        {
            Layer = layer,
            Phase = layer is null ? TransferPhase.Other : Phase(status),
            Status = status,
            Current = isInBytes ? detail.GetInt64OrNull("current") : null,
            Total = isInBytes ? detail.GetInt64OrNull("total") : null,
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
