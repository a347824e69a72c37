namespace ContainerKit;

/// <summary>The policy for contacting the registry when an image is pulled.</summary>
public enum PullPolicy
{
    /// <summary>The registry is contacted only if the image is not on the engine.</summary>
    Missing,

    /// <summary>The registry is contacted every time, so that a moved tag is noticed.</summary>
    Always,

    /// <summary>The registry is never contacted. A missing image throws <see cref="ImageNotFoundException"/>.</summary>
    Never,
}
