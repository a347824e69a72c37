using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>How a volume is to be made: what <c>docker volume create</c>'s options say. Immutable.</summary>
/// <example><code>
/// new VolumeSpec { Options = new Dictionary&lt;string, string> { ["type"] = "tmpfs", ["device"] = "tmpfs", ["o"] = "size=16m" } }
/// </code></example>
public sealed partial record VolumeSpec
{
    /// <summary>The volume's name: two or more letters, digits, <c>_</c>, <c>.</c>, <c>-</c>. Default: <c>volume-</c> and a random suffix.</summary>
    public string? Name
    {
        get;
        init => field = value is null || IsValidName(value)
            ? value
            : throw new ArgumentException($"'{value}' cannot name a volume: it takes two or more letters, digits, '_', '.' or '-', a letter or digit first.", nameof(value));
    }

    /// <summary>What keeps the files. Default: <c>local</c>, the disk of the engine's host.</summary>
    public string Driver
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A volume's driver has a name, such as local.", nameof(value)) : value;
    } = "local";

    /// <summary>Options for the driver; their values appear in no message and no log. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    /// <summary>Labels, beside the library's own.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>The volume on one line; values of options are not shown.</summary>
    public override string ToString() => Name is null ? "create volume" : $"create volume {Name}";

    internal static bool IsValidName(string name) => NamePattern().IsMatch(name);

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]+\z")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
