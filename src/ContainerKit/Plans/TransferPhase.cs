namespace ContainerKit;

/// <summary>The phase of a layer's transfer from or to a registry.</summary>
public enum TransferPhase
{
    /// <summary>Another phase; <see cref="PlanProgress.Status"/> has the engine's text.</summary>
    Other,

    /// <summary>The layer is queued.</summary>
    Waiting,

    /// <summary>The layer is downloaded from the registry.</summary>
    Downloading,

    /// <summary>The checksum of the layer is verified.</summary>
    Verifying,

    /// <summary>The download is complete. The layer waits until the layers below it are extracted.</summary>
    Downloaded,

    /// <summary>The layer is extracted.</summary>
    Extracting,

    /// <summary>The layer is prepared for the push.</summary>
    Preparing,

    /// <summary>The layer is uploaded to the registry.</summary>
    Pushing,

    /// <summary>The transfer failed and is retried.</summary>
    Retrying,

    /// <summary>The transfer is complete.</summary>
    Complete,

    /// <summary>The layer existed already, so nothing was transferred.</summary>
    AlreadyThere,
}
