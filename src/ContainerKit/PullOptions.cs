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

/// <summary>A user of a registry. Its password appears in no message, no log and no <see cref="ToString"/>.</summary>
public sealed class RegistryCredential
{
    /// <summary>A user's name and password, or access token.</summary>
    public RegistryCredential(string userName, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);
        UserName = userName;
        Password = password;
    }

    /// <summary>The user's name.</summary>
    public string UserName { get; }

    internal string Password { get; }

    /// <summary>The user's name.</summary>
    public override string ToString() => UserName;
}

/// <summary>How a container becomes an image. Immutable.</summary>
public sealed record CommitOptions
{
    /// <summary>Who made the image. Default: nobody.</summary>
    public string? Author { get; init; }

    /// <summary>What the image is. Default: nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Dockerfile instructions applied on top of the container's configuration, such as <c>CMD ["nginx"]</c> or <c>ENV A=1</c>. Default: none.</summary>
    public IReadOnlyList<string> Changes
    {
        get;
        init => field = SpecChecks.Words(value, "changes");
    } = [];

    /// <summary>Whether the container's processes stand still while its files are read. Default: true.</summary>
    public bool Pause { get; init; } = true;
}

/// <summary>Which part of a container's log to read. Immutable.</summary>
public sealed record LogOptions
{
    /// <summary>Whether to go on with new lines until the container stops. Default: false.</summary>
    public bool Follow { get; init; }

    /// <summary>How many lines from the end to begin with. Default: all.</summary>
    public int? Tail
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A tail is 0 lines or more.");
    }

    /// <summary>Leaves out what the engine received before. Default: nothing is left out.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether lines carry the time when the engine received them. Default: false.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Whether standard output is read. Default: true.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Whether standard error is read. Default: true.</summary>
    public bool Stderr { get; init; } = true;
}
