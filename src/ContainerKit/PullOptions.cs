namespace ContainerKit;

/// <summary>When a pull asks the registry.</summary>
public enum PullPolicy
{
    /// <summary>Only when the image is not on the engine.</summary>
    Missing,

    /// <summary>Every time, so that a moved tag is seen.</summary>
    Always,

    /// <summary>Not at all: an image that is missing is an <see cref="ImageNotFoundException"/>.</summary>
    Never,
}

/// <summary>How an image gets onto the engine. Immutable.</summary>
public sealed record PullOptions
{
    /// <summary>When the registry is asked. Default: only when the image is missing.</summary>
    public PullPolicy Policy { get; init; } = PullPolicy.Missing;

    /// <summary>Who asks. Default: nobody in particular.</summary>
    public RegistryCredential? Credential { get; init; }
}
