namespace ContainerKit;

/// <summary>Where a layer is on its way from or to a registry.</summary>
public enum TransferPhase
{
    /// <summary>None of the others; <see cref="PlanProgress.Status"/> has the engine's words.</summary>
    Other,

    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>It comes from the registry.</summary>
    Downloading,

    /// <summary>Its checksum is checked.</summary>
    Verifying,

    /// <summary>It is all here, and waits for the layers below it.</summary>
    Downloaded,

    /// <summary>It is unpacked.</summary>
    Extracting,

    /// <summary>It is packed for the registry.</summary>
    Preparing,

    /// <summary>It goes to the registry.</summary>
    Pushing,

    /// <summary>The registry or the network failed, and it is tried again.</summary>
    Retrying,

    /// <summary>It is done.</summary>
    Complete,

    /// <summary>It was there already: there is nothing to do.</summary>
    AlreadyThere,
}
