namespace ContainerKit;

/// <summary>A setting that the discovery of an engine reads. Immutable data.</summary>
/// <param name="Name">The name of an environment variable, the path of a file, or the name of a context.</param>
/// <param name="Value">The value, without user information and queries of addresses; null if the setting is not set.</param>
public sealed record DiagnosedSetting(string Name, string? Value)
{
    /// <summary>Indicates whether the setting alone may select an engine.</summary>
    internal bool IsSearched { get; init; }

    /// <summary>Returns the setting on one line.</summary>
    public override string ToString() => $"{Name}: {Value ?? "not set"}";
}
