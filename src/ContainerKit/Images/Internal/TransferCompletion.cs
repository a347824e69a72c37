using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>
/// Recognizes whether the progress stream of a pull or a push reached its last message. The end of the stream alone does not tell:
/// a proxy or an engine that stops may end a response properly in the middle of the transfer.
/// </summary>
/// <param name="isPush">True for a push, false for a pull.</param>
/// <param name="server">The value of the response's <c>Server</c> header; empty for none.</param>
internal sealed class TransferCompletion(bool isPush, string server)
{
    // Podman has the layers of Docker, but ends a pull with the id of the image, and older versions end a push without a digest.
    private readonly bool _isPodman = server.Contains("Libpod", StringComparison.OrdinalIgnoreCase);
    private readonly bool _isDocker = server.Contains("Docker", StringComparison.OrdinalIgnoreCase);
    private bool _hasMessages;
    private bool _hasStarted;
    private bool _hasResult;
    private TransferPhase _lastPhase = TransferPhase.Other;

    /// <summary>
    /// Indicates whether the transfer is complete. Engines other than Docker and Podman are only required not to stop in the middle
    /// of a layer.
    /// </summary>
    public bool IsComplete => _hasResult
        || (_hasMessages && !_isDocker && (!_hasStarted || _isPodman)
            && _lastPhase is not (TransferPhase.Waiting or TransferPhase.Downloading or TransferPhase.Verifying
                or TransferPhase.Extracting or TransferPhase.Preparing or TransferPhase.Pushing or TransferPhase.Retrying));

    /// <summary>Processes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="progress">The progress in it; null for none.</param>
    public void Read(JsonElement message, PlanProgress? progress)
    {
        _hasMessages = true;
        if (progress is { Layer: not null }) _lastPhase = progress.Phase;
        var status = message.GetStringOrEmpty("status");
        if (isPush)
        {
            // Docker names each layer of a push, and then the digest.
            _hasStarted |= progress is { Layer: not null } && progress.Phase != TransferPhase.Other;
            _hasResult |= status.Contains(": digest: ", StringComparison.Ordinal)
                || message.GetPropertyOrDefault("aux").GetStringOrEmpty("Digest").Length > 0;
        }
        else
        {
            // Docker begins a pull with "Pulling from", and ends it with "Status: Downloaded newer image" or "Image is up to date".
            _hasStarted |= status.StartsWith("Pulling from ", StringComparison.Ordinal);
            _hasResult |= status.StartsWith("Status: ", StringComparison.Ordinal);
        }
    }
}
