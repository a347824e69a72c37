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
