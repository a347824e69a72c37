using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;

namespace ContainerKit;

/// <summary>The description of a volume to create: the options of <c>docker volume create</c>. Immutable.</summary>
/// <example><code>
/// new VolumeSpec { Options = new Dictionary&lt;string, string> { ["type"] = "tmpfs", ["device"] = "tmpfs", ["o"] = "size=16m" } }
/// </code></example>
public sealed partial record VolumeSpec
{
    /// <summary>
    /// The name of the volume. The driver <c>local</c> requires two or more letters, digits, <c>_</c>, <c>.</c>, <c>-</c>;
    /// other drivers have other rules. Default: <c>volume-</c> and a random suffix.
    /// </summary>
    public string? Name
    {
        get;
        init
        {
            if (value is not null) PathSegment.Validate(value, "volume");
            field = value;
        }
    }

    /// <summary>The driver. Default: <c>local</c>, the disk of the engine's host.</summary>
    public string Driver
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value)
            ? throw new ArgumentException(
                "The name of a volume driver must not be empty. Write a name such as local.", nameof(value))
            : SpecValidation.ValidateText(value, "The volume driver")!;
    } = "local";

    /// <summary>The options of the driver. Their values appear in no message and no log. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    /// <summary>The labels to add to those of this library. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>Returns the volume on one line, without values of options.</summary>
    public override string ToString() => Name is null ? "create volume" : $"create volume {Name}";

    /// <exception cref="ArgumentException">The driver does not take the name.</exception>
    internal void Validate()
    {
        if (Name is null || Driver != "local" || IsValidName(Name)) return;
        throw ArgumentErrors.Create(
            $"'{Name}' is not a valid volume name. "
                + "Use two or more letters, digits, '_', '.' or '-'; the first must be a letter or digit.",
            nameof(Name));
    }

    internal static bool IsValidName(string name) => NamePattern().IsMatch(name);

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]+\z")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
